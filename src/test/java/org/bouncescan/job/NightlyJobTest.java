package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.LedgerExtension;
import org.bouncescan.ledger.TestLedger;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** What a run does with mailboxes, ledger and files, on good days and on bad ones. */
@ExtendWith(LedgerExtension.class)
class NightlyJobTest {
  @TempDir
  private Path folder;

  private JobHarness job;
  private TestLedger memory;

  @BeforeEach
  void prepare(TestLedger empty) {
    memory = empty;
    job = new JobHarness(folder).over(empty);
  }

  @Test
  void a_run_reads_decides_and_settles_every_message_once() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    job.mail("not_a_report");

    JobResult first = job.run();
    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.DONE);
    assertThat(first.folder()).isEqualTo(job.file("2026-11-24"));
    assertThat(first.counts()).containsEntry("read", 3L).containsEntry("settled", 3L);
    assertThat(first.events()).containsOnly(Map.entry("failed", 2L), Map.entry("not_a_report", 1L));
    assertThat(first.classes()).containsOnly(Map.entry("hard", 1L), Map.entry("soft", 1L));
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(3);
    assertThat(job.rows("2026-11-24/suppressions/suppressions.csv"))
        .singleElement()
        .asString()
        .contains("dead@example.net", "550 invalid_recipient for dead@example.net");
    assertThat(second.events()).isEmpty();
    assertThat(job.rows("2026-11-24-2/bounces.csv")).isEmpty();
    assertThat(job.rows("2026-11-24-2/suppressions/suppressions.csv")).hasSize(1);
    assertThat(job.rows("2026-11-24-2/suppressions/new.csv")).isEmpty();
    assertThat(job.box().fetched).isEqualTo(3);
    assertThat(job.box().settlements).hasSize(3);
  }

  @Test
  void an_empty_mailbox_gives_files_with_headers_only() throws Exception {
    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(job.rows("2026-11-24/bounces.csv")).isEmpty();
    assertThat(job.rows("2026-11-24/contact-recipients.csv")).isEmpty();
  }

  @Test
  void a_restricted_recipient_is_held_and_named_as_one_to_contact() throws Exception {
    job.mail("failed Ann@example.net recipient_restricted <1@example.com>");

    JobResult result = job.run();

    assertThat(result.contacts()).containsExactly("Ann@example.net");
    assertThat(result.counts()).containsEntry("held", 1L).containsEntry("active", 0L);
    assertThat(job.rows("2026-11-24/contact-recipients.csv"))
        .singleElement()
        .asString()
        .contains("Ann@example.net", "550 recipient_restricted", "example.com", "192.0.2.10");
  }

  @Test
  void a_message_that_makes_the_reader_fail_is_set_aside_and_the_others_are_read()
      throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("! bug");

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.LOOK);
    assertThat(result.counts()).containsEntry("set_aside", 1L).containsEntry("read", 2L);
    assertThat(job.rows("2026-11-24/review.csv")).singleElement().asString().contains("bounces");
    assertThat(job.rows("2026-11-24/suppressions/suppressions.csv")).hasSize(1);
  }

  @Test
  void a_message_that_the_server_does_not_hand_out_is_tried_again() throws Exception {
    long uid = job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    job.box().refused.add(uid);

    JobResult first = job.run();
    job.box().refused.clear();
    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.LOOK);
    assertThat(first.counts()).containsEntry("not_fetched", 1L).containsEntry("read", 1L);
    assertThat(second.ending()).isEqualTo(Ending.DONE);
    assertThat(job.rows("2026-11-24-2/bounces.csv")).hasSize(1);
    assertThat(job.box().settlements).hasSize(2);
  }

  @Test
  void a_message_that_vanishes_while_it_is_fetched_is_counted_and_forgotten() throws Exception {
    long uid = job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.box().vanishing.add(uid);

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(result.counts()).containsEntry("vanished", 1L).containsEntry("listed", 1L);
    assertThat(job.box().settlements).isEmpty();
  }

  @Test
  void one_mailbox_that_fails_does_not_stop_the_others() throws Exception {
    job.mailboxes.add("more");
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("more", "failed gone@example.net invalid_recipient <2@example.com>");
    job.server.box("more").closed = MailboxException.Kind.LOGIN_REFUSED;

    JobResult first = job.run();
    job.server.box("more").closed = null;
    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.LOGIN_REFUSED);
    assertThat(first.warnings()).anySatisfy(it -> assertThat(it).contains("more", "says no"));
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(1);
    assertThat(second.ending()).isEqualTo(Ending.DONE);
    assertThat(job.rows("2026-11-24-2/bounces.csv")).hasSize(1);
    assertThat(job.rows("2026-11-24-2/suppressions/suppressions.csv")).hasSize(2);
  }

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
  void a_run_that_reaches_no_mailbox_says_so_and_writes_no_files() throws Exception {
    job.box().closed = MailboxException.Kind.UNREACHABLE;

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.UNREACHABLE);
    assertThat(result.folder()).isNull();
    assertThat(result.warnings()).hasSize(1);
    try (Stream<Path> files = Files.list(job.file(""))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void what_came_before_a_lost_connection_is_reported_and_the_rest_is_read_next_time()
      throws Exception {
    for (int i = 0; i < 200; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
    job.box().breaksAfter = 150;

    JobResult first = job.run();
    job.box().breaksAfter = -1;
    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.UNREACHABLE);
    assertThat(first.counts()).containsEntry("read", 150L);
    assertThat(second.counts()).containsEntry("read", 50L);
    assertThat(job.box().fetched).isEqualTo(200);
    assertThat(job.box().settlements).hasSize(200);
  }

  @Test
  void messages_that_the_server_numbers_anew_are_not_counted_again() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    job.run();
    job.box().renumber();
    job.mail("failed late@example.net mailbox_full <3@example.com>");

    JobResult second = job.run();

    assertThat(second.counts()).containsEntry("again", 2L).containsEntry("read", 1L);
    assertThat(second.warnings())
        .singleElement()
        .asString()
        .contains("UIDVALIDITY 1 is now 2", "nothing is counted twice");
    assertThat(job.rows("2026-11-24-2/bounces.csv"))
        .singleElement()
        .asString()
        .contains("late@example.net");
    assertThat(job.run().counts()).containsEntry("again", 0L).containsEntry("read", 0L);
  }

  @Test
  void messages_restored_from_a_backup_are_not_counted_again_but_twins_are() throws Exception {
    job.settlement = new Settlement.Move("Processed");
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");

    JobResult second = job.run();

    assertThat(second.counts()).containsEntry("again", 1L).containsEntry("read", 1L);
    assertThat(job.box().mails).isEmpty();
  }

  @Test
  void a_message_that_was_deleted_and_restored_beside_kept_ones_is_not_counted_again()
      throws Exception {
    long first = job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    job.run();
    job.box().mails.remove(first);
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");

    JobResult second = job.run();

    assertThat(second.counts()).containsEntry("again", 1L).containsEntry("read", 1L);
  }

  @Test
  void a_dry_run_writes_its_files_aside_and_changes_nothing() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");

    JobResult dry = job.dryRun();
    JobResult again = job.dryRun();

    assertThat(dry.folder()).isEqualTo(job.file("dry-run/2026-11-24"));
    assertThat(JobHarness.files(again.folder())).isEqualTo(JobHarness.files(dry.folder()));
    assertThat(job.rows("dry-run/2026-11-24/suppressions/new.csv")).hasSize(1);
    assertThat(job.box().settlements).isEmpty();

    job.run();
    assertThat(job.dryRun().counts()).containsEntry("read", 0L).containsEntry("active", 1L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
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
  void raw_messages_are_kept_by_hash_when_asked_for() throws Exception {
    job.output = new JobSettings.Output(
        folder.resolve("out"), null, folder.resolve("kept"), JobSettings.Output.KEPT);
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");

    job.run();

    assertThat(kept()).singleElement().satisfies(it -> {
      assertThat(it).content().startsWith("failed dead@example.net");
      assertThat(it.getFileName().toString()).matches("[0-9a-f]{64}\\.eml");
    });
  }

  @Test
  void numbers_for_prometheus_are_in_its_text_form_and_replaced_by_every_run() throws Exception {
    Path file = folder.resolve("b.prom");
    job.output = new JobSettings.Output(folder.resolve("out"), file, null, JobSettings.Output.KEPT);
    job.name = "a \"quoted\" job";
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    String of = "{job_name=\"a \\\"quoted\\\" job\"";
    assertThat(file)
        .content()
        .contains(
            "bouncescan_last_run_exit_code" + of + "} 0",
            "bouncescan_last_run_timestamp_seconds" + of + "} " + JobHarness.NIGHT.getEpochSecond(),
            "bouncescan_last_run_count" + of + ",name=\"read\"} 1",
            "bouncescan_last_run_events" + of + ",event=\"failed\"} 1",
            "bouncescan_last_run_failures" + of + ",category=\"invalid_recipient\"} 1");
    assertThat(Files.readAllLines(file))
        .allMatch(it -> it.matches("# (HELP|TYPE) bouncescan_[a-z_]+ .+")
            || it.matches("bouncescan_[a-z_]+\\{.+\\} \\d+"));

    job.box().closed = MailboxException.Kind.UNREACHABLE;
    job.run();
    assertThat(file)
        .content()
        .contains("bouncescan_last_run_exit_code" + of + "} 69")
        .doesNotContain("invalid_recipient");
  }

  @Test
  void no_more_raw_messages_are_kept_than_the_folder_may_hold_and_that_is_said() throws Exception {
    job.output = new JobSettings.Output(folder.resolve("out"), null, folder.resolve("kept"), 150);
    for (int i = 0; i < 5; i++) {
      job.mail("failed dead" + i + "@example.net invalid_recipient <" + i + "@example.com>");
    }

    JobResult full = job.run();

    assertThat(full.ending()).isEqualTo(Ending.LOOK);
    assertThat(full.counts()).containsEntry("read", 5L).containsEntry("settled", 5L);
    assertThat(full.warnings())
        .singleElement()
        .asString()
        .contains("kept: full (150 bytes", "'keep_at_most'");
    assertThat(kept()).hasSize(2);
    Files.delete(kept().get(0));
    job.mail("failed dead9@example.net invalid_recipient <9@example.com>");

    assertThat(job.run().ending()).isEqualTo(Ending.DONE);
    assertThat(kept()).hasSize(2);
  }

  private List<Path> kept() throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("kept"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void outcomes_older_than_the_retention_are_forgotten_and_suppressions_stay() throws Exception {
    job.ledger = JobHarness.place(memory, 30);
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    job.now = job.now.plus(Duration.ofDays(31));

    job.run();
    JobResult later = job.run();

    assertThat(later.counts()).containsEntry("active", 1L).containsEntry("read", 0L);
    assertThat(job.memory().status(10).runs()).extracting(JobStatus.Run::rows).containsOnly(0L);
  }

  @Test
  void messages_that_a_server_showed_late_are_read_although_later_ones_were_read_before()
      throws Exception {
    for (int i = 0; i < 30; i++) {
      long uid = job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
      if (uid % 3 == 0) {
        job.box().hidden.add(uid);
      }
    }
    job.settlement = new Settlement.Move("Processed");

    JobResult first = job.run();
    job.box().hidden.clear();
    JobResult second = job.run();

    assertThat(first.counts()).containsEntry("read", 20L);
    assertThat(second.counts()).containsEntry("read", 10L).containsEntry("listed", 10L);
    assertThat(job.box().mails).isEmpty();
  }

  @Test
  void a_message_that_seemed_to_be_gone_is_read_when_it_is_there_again() throws Exception {
    long uid = job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    job.box().vanishing.add(uid);
    job.run();
    job.box().vanishing.clear();

    assertThat(job.run().counts()).containsEntry("read", 1L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  @Test
  void a_mailbox_created_anew_under_the_same_uidvalidity_is_read_from_its_first_uid()
      throws Exception {
    for (int i = 0; i < 5; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
    job.run();
    job.box().mails.clear();
    job.box().uidNext = 1;
    job.mail("failed a1@example.net mailbox_full <1@example.com>");
    job.mail("failed new@example.net mailbox_full <new@example.com>");

    JobResult second = job.run();

    assertThat(second.counts()).containsEntry("read", 1L).containsEntry("again", 1L);
    assertThat(second.warnings()).singleElement().asString().contains("numbered this mailbox anew");
    assertThat(job.rows("2026-11-24-2/bounces.csv"))
        .singleElement()
        .asString()
        .contains("new@example.net");
    assertThat(job.run().counts()).containsEntry("read", 0L).containsEntry("again", 0L);
  }

  @Test
  void a_clock_that_is_years_ahead_for_a_night_forgets_nothing_and_deletes_nothing()
      throws Exception {
    job.settlement = new Settlement.Move("Processed");
    job.retentionDays = 90;
    job.mail("failed full@example.net mailbox_full <1@example.com>");
    job.run();
    job.now = job.now.plus(Duration.ofDays(3_650));
    JobResult ahead = job.run();
    job.now = JobHarness.NIGHT.plus(Duration.ofDays(1));
    JobResult back = job.run();

    assertThat(ahead.ending()).isEqualTo(Ending.DONE);
    assertThat(back.ending()).isEqualTo(Ending.DONE);
    assertThat(job.memory().status(10).runs())
        .extracting(JobStatus.Run::rows)
        .containsExactly(0L, 0L, 1L);
    assertThat(job.box().expiries)
        .allSatisfy(it -> assertThat(it).isBefore(java.time.LocalDate.of(2026, 8, 28)))
        .hasSize(2);
  }

  @Test
  void a_clock_that_was_set_back_names_another_folder_and_counts_on() throws Exception {
    job.mail("failed full@example.net mailbox_full <1@example.com>");
    job.run();
    job.now = job.now.minus(Duration.ofDays(40));
    job.mail("failed full@example.net mailbox_full <2@example.com>");

    JobResult earlier = job.run();

    assertThat(earlier.folder()).isEqualTo(job.file("2026-10-15"));
    assertThat(earlier.counts()).containsEntry("read", 1L);
    job.now = JobHarness.NIGHT.plus(Duration.ofDays(1));
    assertThat(job.run().counts()).containsEntry("read", 0L);
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

  @Test
  void a_message_of_which_the_server_tells_no_date_counts_from_the_night_it_was_read()
      throws Exception {
    job.box()
        .add(
            "failed dead@example.net invalid_recipient <1@example.com>"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            null);

    assertThat(job.run().counts()).containsEntry("read", 1L).containsEntry("active", 1L);
    assertThat(job.rows("2026-11-24/bounces.csv"))
        .singleElement()
        .asString()
        .startsWith("2026-11-24T03:00");
  }

  @Test
  void a_mailbox_that_nobody_may_write_to_is_read_by_the_ledger_alone() throws Exception {
    job.settlement = new Settlement.Nothing();
    job.box().readOnly = true;
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    JobResult first = job.run();
    job.mail("failed full@example.net mailbox_full <2@example.com>");
    JobResult second = job.run();

    assertThat(first.ending()).isEqualTo(Ending.DONE);
    assertThat(second.counts()).containsEntry("read", 1L).containsEntry("settled", 0L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  @Test
  void each_event_is_settled_as_the_job_says() throws Exception {
    job.settlement = new Settlement.Move("Processed");
    job.byEvent = Map.of(
        Event.AUTO_REPLY, new Settlement.Move("Answers"),
        Event.UNPARSABLE, new Settlement.Move("Unreadable"),
        Event.NOT_A_REPORT, new Settlement.Nothing(),
        Event.COMPLAINT, new Settlement.Delete());
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("auto_reply ann@example.net");
    job.mail("! bug");
    job.mail("not_a_report");
    job.mail("complaint bob@example.net");

    job.run();

    assertThat(job.box().settlements)
        .containsExactlyInAnyOrder(
            "1 Move[folder=Processed]",
            "2 Move[folder=Answers]",
            "3 Move[folder=Unreadable]",
            "5 Delete[]");
    assertThat(job.box().mails.keySet()).containsExactly(4L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  @Test
  void many_mailboxes_are_read_in_parallel_and_those_that_fail_stop_no_other() throws Exception {
    for (int box = 0; box < 12; box++) {
      String name = "box" + box;
      job.mailboxes.add(name);
      for (int i = 0; i < 40; i++) {
        job.mail(
            name,
            "failed a" + i + "@box" + box + ".example mailbox_full <" + box + "." + i
                + "@example.com>");
      }
    }
    job.server.box("box3").closed = MailboxException.Kind.UNREACHABLE;
    job.server.box("box7").breaksAfter = 10;
    job.server.box("box9").nonsense = true;
    job.server.together = new CountDownLatch(2);

    JobResult first = job.run();
    assertThat(first.ending()).isEqualTo(Ending.UNREACHABLE);
    assertThat(first.counts()).containsEntry("read", 9 * 40L + 10).containsEntry("mailboxes", 13L);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(9 * 40 + 10);
    assertThat(first.warnings()).hasSize(3);
    assertThat(job.server.mostOpen()).isEqualTo(2);
    job.server.box("box3").closed = null;
    job.server.box("box7").breaksAfter = -1;
    job.server.box("box9").nonsense = false;

    JobResult second = job.run();
    assertThat(second.ending()).isEqualTo(Ending.DONE);
    assertThat(second.counts()).containsEntry("read", 40L + 30 + 40);
  }
}
