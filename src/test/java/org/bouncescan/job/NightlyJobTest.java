package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncescan.classify.Event;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.Settlement;
import org.junit.jupiter.api.Test;

/** What a run does with mailboxes, ledger and files, on good days and on bad ones. */
class NightlyJobTest extends EmptyLedgerNights {
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
