package org.bouncescan.planted.report;

import org.bouncescan.planted.job.JobThatPrintsUsage;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class ReportThatAsksTheJob {
  JobThatPrintsUsage job = new JobThatPrintsUsage();
}
