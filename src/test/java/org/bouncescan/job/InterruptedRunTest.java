package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.mailbox.MailboxException;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** Runs that are stopped, cut off or disturbed, and the ones that go on after them. */
class InterruptedRunTest extends EmptyLedgerNights {
  @Test
  void a_mailbox_that_failed_is_told_of_by_the_run_that_goes_on_after_its_scan() throws Exception {
    job.mailboxes.add("more");
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.server.box("more").closed = MailboxException.Kind.LOGIN_REFUSED;
    stopWhileDeciding();

    JobResult ended = job.run();

    assertThat(ended.ending()).isEqualTo(Ending.LOGIN_REFUSED);
    assertThat(ended.warnings()).singleElement().asString().contains("more", "says no");
  }

  /** The first start of a run that is asked to stop once its scan is done. */
  private void stopWhileDeciding() throws JobException {
    NightlyJob stopped = job.job();
    stopped.run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        if (part == Part.DECIDE) {
          stopped.stop();
        }
      }
    });
  }

  @Test
  void a_stopped_run_goes_on_where_it_was_and_ends_with_the_same_files() throws Exception {
    JobHarness undisturbed = new JobHarness(folder.resolve("undisturbed"));
    for (int i = 0; i < 3_000; i++) {
      String text = "failed a" + i + "@example.net "
          + (i % 3 == 0 ? "mailbox_full" : "invalid_recipient") + " <" + i + "@example.com>";
      job.mail(text);
      undisturbed.mail(text);
    }
    NightlyJob stopped = job.job();
    JobResult first = stopped.run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        stopped.stop();
      }
    });
    job.now = job.now.plus(Duration.ofHours(30));

    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.TRY_AGAIN);
    assertThat(first.counts().get("read")).isBetween(1L, 2_999L);
    assertThat(first.folder()).isNull();
    assertThat(second.folder()).isEqualTo(job.file("2026-11-24"));
    assertThat(second.counts()).containsEntry("read", 3_000L);
    assertThat(job.box().settlements).hasSize(3_000);
    Map<String, String> files = JobHarness.files(second.folder());
    Map<String, String> expected = JobHarness.files(undisturbed.run().folder());
    files.remove("run.json");
    expected.remove("run.json");
    assertThat(files).isEqualTo(expected);
  }

  @Test
  void a_run_that_can_not_write_its_files_settles_nothing_and_the_next_one_does() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.output = JobSettings.Output.to(folder.resolve("out"));
    Files.createDirectories(folder.resolve("out"));
    Files.createFile(folder.resolve("out/.writing"));
    Files.createDirectories(folder.resolve("elsewhere"));

    NightlyJob broken = job.job();
    assertThatThrownBy(() -> broken.run(job.settings(), false, new Progress() {
          @Override
          public void advanced(Part part, long done, long total) {
            if (part == Part.DECIDE) {
              replaceByFile(folder.resolve("out"));
            }
          }
        }))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("out", "can't be written");
    assertThat(job.box().settlements).isEmpty();
    Files.delete(folder.resolve("out"));

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(1);
    assertThat(job.box().settlements).hasSize(1);
  }

  private static void replaceByFile(Path path) {
    try {
      DryRun.deleteTree(path);
      Files.createFile(path);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_run_that_was_cut_off_between_its_last_step_and_its_own_end_does_not_stand_in_the_way()
      throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    memory.change("UPDATE run SET state = 'reported', ended_at = NULL, exit_code = NULL");

    JobResult ended = job.run();

    assertThat(ended.ending()).isEqualTo(Ending.DONE);
    assertThat(ended.folder()).isEqualTo(job.file("2026-11-24"));
    assertThat(ended.counts()).containsEntry("read", 1L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  @Test
  void a_scan_that_was_cut_off_after_its_work_and_before_its_own_end_is_counted_as_it_was()
      throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed gone@example.net invalid_recipient <2@example.com>");
    stopWhileDeciding();
    memory.change("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'FAILED', EXIT_CODE = 'FAILED'"
        + " WHERE STEP_NAME LIKE 'scan%'");

    JobResult second = job.run();

    assertThat(second.ending()).isEqualTo(Ending.DONE);
    assertThat(second.counts())
        .containsEntry("listed", 2L)
        .containsEntry("read", 2L)
        .containsEntry("active", 2L)
        .containsEntry("settled", 2L);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(2);
  }

  @Test
  void a_run_that_was_cut_off_before_its_first_execution_does_not_stand_in_the_way()
      throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    job.mail("failed gone@example.net invalid_recipient <2@example.com>");
    try (Ledger ledger = Ledger.open(JobLedger.place(job.ledger), job.name)) {
      long run = ledger
          .runs()
          .begin(job.now, LocalDate.of(2026, 11, 24), name -> Files.exists(job.file(name)))
          .id();
      BatchWiring.in(ledger)
          .repository()
          .createJobInstance(
              "bouncescan", new JobParametersBuilder().addLong("run", run).toJobParameters());
    }

    JobResult ended = job.run();

    assertThat(ended.ending()).isEqualTo(Ending.DONE);
    assertThat(ended.counts()).containsEntry("read", 1L);
  }

  @Test
  void what_arrives_during_a_run_is_left_to_the_next_one() throws Exception {
    for (int i = 0; i < 600; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
    int[] late = {0};

    JobResult first = job.job().run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        job.mail(
            "failed b" + late[0] + "@example.net mailbox_full <late" + late[0]++ + "@example.com>");
      }
    });
    JobResult second = job.run();

    assertThat(late[0]).isGreaterThan(3);
    assertThat(first.counts()).containsEntry("read", 600L);
    assertThat(second.counts()).containsEntry("read", (long) late[0]).containsEntry("again", 0L);
    assertThat(job.box().settlements).hasSize(600 + late[0]).doesNotHaveDuplicates();
  }

  @Test
  void what_arrives_after_a_run_was_cut_off_while_it_read_is_read_by_the_one_that_goes_on()
      throws Exception {
    for (int i = 0; i < 600; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
    NightlyJob stopped = job.job();
    stopped.run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        stopped.stop();
      }
    });
    job.mail("failed late@example.net mailbox_full <late@example.com>");

    JobResult second = job.run();

    assertThat(second.counts()).containsEntry("read", 601L).containsEntry("settled", 601L);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(601).doesNotHaveDuplicates();
  }
}
