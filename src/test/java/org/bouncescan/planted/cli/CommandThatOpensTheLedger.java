package org.bouncescan.planted.cli;

import org.bouncescan.planted.ledger.LedgerThatWritesReports;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class CommandThatOpensTheLedger {
  LedgerThatWritesReports ledger = new LedgerThatWritesReports();
}
