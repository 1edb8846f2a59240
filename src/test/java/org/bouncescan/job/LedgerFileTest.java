package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does when the file that remembers everything is emptied, cut short or damaged. */
class LedgerFileTest {
  @TempDir
  private Path folder;

  private JobHarness job;

  @BeforeEach
  void runOnce() throws Exception {
    job = new JobHarness(folder);
    for (int i = 0; i < 300; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
    job.mail("failed dead@example.net invalid_recipient <dead@example.com>");
    job.run();
  }

  @Test
  void a_ledger_that_was_emptied_is_said_loudly_and_the_mailbox_is_read_again() throws Exception {
    truncate(0);

    JobResult second = job.run();

    assertThat(second.ending()).isEqualTo(Ending.LOOK);
    assertThat(second.warnings())
        .singleElement()
        .asString()
        .contains("ledger.db: the ledger is new", "restore the ledger from a backup");
    assertThat(second.counts()).containsEntry("read", 301L).containsEntry("active", 1L);
  }

  @Test
  void a_ledger_that_was_cut_short_is_refused_and_a_restored_one_goes_on() throws Exception {
    Path backup = folder.resolve("backup.db");
    Files.copy(folder.resolve("ledger.db"), backup);
    job.mail("failed late@example.net mailbox_full <late@example.com>");
    truncate(Files.size(folder.resolve("ledger.db")) / 3);

    assertThatThrownBy(() -> job.run())
        .isInstanceOfSatisfying(
            JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.CONFIGURATION))
        .hasMessageContaining("the ledger is damaged; restore it from a backup");
    assertThat(job.box().settlements).hasSize(301);
    Files.copy(backup, folder.resolve("ledger.db"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(job.run().counts()).containsEntry("read", 1L).containsEntry("active", 1L);
  }

  @Test
  void how_a_mailbox_fared_is_written_before_its_scan_is_called_complete() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TRIGGER too_early BEFORE UPDATE ON BATCH_STEP_EXECUTION"
          + " WHEN NEW.STATUS = 'COMPLETED' AND NEW.STEP_NAME LIKE 'scan:%'"
          + " AND NOT EXISTS (SELECT 1 FROM run_mailbox WHERE run_id = (SELECT MAX(id) FROM run))"
          + " BEGIN SELECT RAISE(ABORT, 'a kill here would lose how the mailbox fared'); END");
    }
    job.mail("failed late@example.net mailbox_full <late@example.com>");

    assertThat(job.run().counts()).containsEntry("listed", 1L);
  }

  private void truncate(long size) throws Exception {
    for (String name : List.of("ledger.db-wal", "ledger.db-shm")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    try (FileChannel file =
        FileChannel.open(folder.resolve("ledger.db"), StandardOpenOption.WRITE)) {
      file.truncate(size);
    }
  }
}
