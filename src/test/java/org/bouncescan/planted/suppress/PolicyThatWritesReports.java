package org.bouncescan.planted.suppress;

import org.bouncescan.planted.report.ReportThatAsksTheJob;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class PolicyThatWritesReports {
  ReportThatAsksTheJob report = new ReportThatAsksTheJob();
}
