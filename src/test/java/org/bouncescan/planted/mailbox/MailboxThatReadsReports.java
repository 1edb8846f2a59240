package org.bouncescan.planted.mailbox;

import org.bouncescan.planted.dsn.ReaderThatKnowsTheMailbox;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class MailboxThatReadsReports {
  ReaderThatKnowsTheMailbox reader = new ReaderThatKnowsTheMailbox();
}
