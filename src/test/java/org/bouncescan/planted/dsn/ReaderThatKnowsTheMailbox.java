package org.bouncescan.planted.dsn;

import org.bouncescan.planted.mailbox.MailboxThatReadsReports;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class ReaderThatKnowsTheMailbox {
  public MailboxThatReadsReports mailbox() {
    return new MailboxThatReadsReports();
  }
}
