package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills up, or may not be written, is a file system in memory of the size that a test wants. Needs root, as
 * in the build, where {@code BOUNCESCAN_REQUIRE_DOVECOT=1} turns its absence into a failure.
 */
class FullDiskIT {
  private static final int MESSAGES = 2_000;

  @TempDir
  private Path folder;

  private Path disk;
  private JobHarness job;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    boolean mounted = "root".equals(System.getProperty("user.name"))
        && does("mount", "-t", "tmpfs", "-o", "size=200k,mode=700", "none", disk.toString());
    if ("1".equals(System.getenv("BOUNCESCAN_REQUIRE_DOVECOT"))) {
      Assertions.assertTrue(mounted, "a small disk can't be mounted: must be run as root");
    }
    Assumptions.assumeTrue(mounted, "no small disk without root");
    job = new JobHarness(folder);
    for (int i = 0; i < MESSAGES; i++) {
      job.mail("failed a" + i + "@example.net invalid_recipient <" + i + "@example.com>");
    }
  }

  @AfterEach
  void unmount() throws Exception {
    does("umount", "-l", disk.toString());
  }

  private static boolean does(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private void remount(String options) throws Exception {
    assertThat(does("mount", "-o", "remount," + options, disk.toString())).isTrue();
  }

  private void assertFailsAs(String... words) {
    assertThatThrownBy(() -> job.run())
        .isInstanceOfSatisfying(
            JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.CONFIGURATION))
        .hasMessageContainingAll(words);
    assertThat(job.box().settlements).isEmpty();
  }

  private void assertWhole() throws Exception {
    JobResult result = job.run();

    assertThat(result.counts())
        .containsEntry("read", (long) MESSAGES)
        .containsEntry("settled", (long) MESSAGES);
    List<String> rows = job.rows("2026-11-24/bounces.csv");
    assertThat(rows).hasSize(MESSAGES).doesNotHaveDuplicates();
    assertThat(job.box().settlements).hasSize(MESSAGES).doesNotHaveDuplicates();
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  @Test
  void a_disk_that_is_full_when_a_chunk_is_committed_loses_nothing() throws Exception {
    job.ledger = JobSettings.LedgerPlace.file(disk.resolve("ledger.db"));
    remount("size=900k");

    assertFailsAs("ledger.db: the ledger can't be written", "make room on the disk and run again");
    assertThat(job.box().fetched).isPositive();
    remount("size=100m");

    assertWhole();
  }

  @Test
  void a_disk_that_is_full_when_files_are_written_leaves_no_half_of_them() throws Exception {
    job.output = JobSettings.Output.to(disk.resolve("out"));

    assertFailsAs("out: the files can't be written", "make room");
    assertThat(disk.resolve("out/2026-11-24")).doesNotExist();
    assertThat(disk.resolve("out/latest")).doesNotExist();
    remount("size=100m");

    assertWhole();
  }

  @Test
  void an_output_that_may_not_be_written_is_said_before_anything_is_read() throws Exception {
    job.output = JobSettings.Output.to(disk.resolve("out"));
    Files.createDirectories(disk.resolve("out"));
    remount("ro");

    assertFailsAs("out: the output folder can't be written", "give this user the right to write");
    assertThat(job.box().fetched).isZero();
    remount("rw,size=100m");

    assertWhole();
  }

  @Test
  void a_ledger_on_a_disk_that_may_not_be_written_is_said_before_anything_is_read()
      throws Exception {
    job.ledger = JobSettings.LedgerPlace.file(disk.resolve("ledger.db"));
    remount("ro");

    assertFailsAs("ledger.db", "the right to write");
    assertThat(job.box().fetched).isZero();
  }
}
