package org.bouncescan.planted.ledger;

import org.springframework.batch.core.BatchStatus;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class LedgerThatUsesBatch {
  BatchStatus status = BatchStatus.COMPLETED;
}
