package org.bouncescan.job;

import java.nio.file.Path;
import org.bouncescan.ledger.LedgerExtension;
import org.bouncescan.ledger.TestLedger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What tests of runs begin with: a folder, a memory without anything in it, and a job over both. */
@ExtendWith(LedgerExtension.class)
abstract class EmptyLedgerNights {
  @TempDir
  Path folder;

  JobHarness job;
  TestLedger memory;

  @BeforeEach
  void prepare(TestLedger empty) {
    memory = empty;
    job = new JobHarness(folder).over(empty);
  }
}
