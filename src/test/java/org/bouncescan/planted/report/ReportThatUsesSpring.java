package org.bouncescan.planted.report;

import org.springframework.batch.core.BatchStatus;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class ReportThatUsesSpring {
  BatchStatus status = BatchStatus.COMPLETED;
}
