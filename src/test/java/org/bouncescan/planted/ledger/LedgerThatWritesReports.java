package org.bouncescan.planted.ledger;

import org.bouncescan.planted.report.ReportThatAsksTheJob;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class LedgerThatWritesReports {
  ReportThatAsksTheJob report = new ReportThatAsksTheJob();
}
