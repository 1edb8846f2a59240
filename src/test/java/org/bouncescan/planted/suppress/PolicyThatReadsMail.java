package org.bouncescan.planted.suppress;

import org.bouncescan.planted.dsn.ReaderThatKnowsTheMailbox;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class PolicyThatReadsMail {
  ReaderThatKnowsTheMailbox reader = new ReaderThatKnowsTheMailbox();
}
