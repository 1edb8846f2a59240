package org.bouncescan.planted.classify;

import org.bouncescan.planted.ledger.LedgerThatWritesReports;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class JudgeThatAsksTheLedger {
  LedgerThatWritesReports ledger = new LedgerThatWritesReports();
}
