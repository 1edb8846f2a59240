package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bouncescan.mailbox.Settlement;
import org.junit.jupiter.api.Test;

/** Messages that a server numbers anew, shows late or gives back, and clocks that jump: nothing is missed or counted twice. */
class SeenAgainTest extends EmptyLedgerNights {
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
}
