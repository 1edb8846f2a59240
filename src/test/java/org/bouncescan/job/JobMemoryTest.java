package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bouncescan.classify.Category;
import org.bouncescan.suppress.SuppressionSettings;
import org.junit.jupiter.api.Test;

/** What is remembered from night to night, shown, and undone by people. */
class JobMemoryTest extends EmptyLedgerNights {
  @Test
  void a_full_mailbox_is_suppressed_after_three_messages_over_three_weeks() throws Exception {
    for (int week = 0; week < 4; week++) {
      job.mail("failed full@example.net mailbox_full <" + week + "@example.com>");
      JobResult result = job.run();
      assertThat(result.counts().get("active")).isEqualTo(week < 3 ? 0L : 1L);
      job.now = job.now.plus(Duration.ofDays(8));
    }

    assertThat(job.rows("2026-12-18/suppressions/new.csv"))
        .singleElement()
        .asString()
        .contains("full@example.net", "soft", "mailbox_full");
  }

  @Test
  void two_spellings_of_an_address_are_one_mailbox() throws Exception {
    job.mail("failed Dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed dead@EXAMPLE.net invalid_recipient <2@example.com>");

    JobResult result = job.run();

    assertThat(result.counts()).containsEntry("active", 1L);
    assertThat(job.rows("2026-11-24/bounces.csv"))
        .anySatisfy(it -> assertThat(it).contains("Dead@example.net"));
  }

  @Test
  void a_released_address_is_not_suppressed_again_by_what_was_known() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.mail("failed gone@example.org invalid_recipient <2@example.com>");
    job.run();
    Release release = new Release(
        null, "example.net", null, null, null, null, "they moved it to a new server", "ann");

    assertThat(job.memory().release(release, true)).containsExactly("dead@example.net");
    assertThat(job.memory().status(10).suppressed()).isEqualTo(2);
    assertThat(job.memory().release(release, false)).containsExactly("dead@example.net");
    assertThat(job.memory().status(10).suppressed()).isEqualTo(1);

    job.mail("delayed dead@example.net connection_failed <3@example.com>");
    JobResult second = job.run();
    assertThat(second.counts()).containsEntry("active", 1L).containsEntry("released", 1L);
    assertThat(job.rows("2026-11-24-2/suppressions/released.csv"))
        .singleElement()
        .asString()
        .contains("dead@example.net", "released by ann: they moved it to a new server");

    job.mail("failed dead@example.net invalid_recipient <4@example.com>");
    assertThat(job.run().counts()).containsEntry("active", 2L);
    assertThat(job.rows("2026-11-24-3/suppressions/released.csv")).isEmpty();
  }

  @Test
  void a_flood_of_dead_addresses_at_one_provider_is_held_back_until_somebody_releases_it()
      throws Exception {
    for (int i = 0; i < 300; i++) {
      job.mail("failed a" + i + "@big.example invalid_recipient <" + i + "@example.com>");
    }
    job.mail("failed dead@small.example invalid_recipient <x@example.com>");

    JobResult flood = job.run();

    assertThat(flood.ending()).isEqualTo(Ending.LOOK);
    assertThat(flood.counts()).containsEntry("review", 300L).containsEntry("active", 1L);
    assertThat(flood.warnings()).singleElement().asString().contains("GUARD", "big.example");
    assertThat(job.rows("2026-11-24/suppressions/suppressions.csv")).hasSize(1);
    JobStatus status = job.memory().status(5);
    assertThat(status.addresses()).hasSize(5);
    assertThat(status.guard()).singleElement().satisfies(it -> {
      assertThat(it.name()).isEqualTo("big.example");
      assertThat(it.addresses()).isEqualTo(300);
    });

    String event = status.guard().get(0).id();
    Release release = new Release(null, null, null, null, null, event, "they had an outage", "ann");
    assertThat(job.memory().release(release, false)).hasSize(300);
    JobResult quiet = job.run();
    assertThat(quiet.ending()).isEqualTo(Ending.DONE);
    assertThat(quiet.counts()).containsEntry("review", 0L).containsEntry("active", 1L);
  }

  @Test
  void what_the_guard_holds_back_is_suppressed_when_somebody_confirms_it_and_both_leave_a_trail()
      throws Exception {
    for (int i = 0; i < 300; i++) {
      job.mail("failed a" + i + "@old.example invalid_recipient <" + i + "@example.com>");
    }
    JobResult flood = job.run();
    assertThat(flood.warnings())
        .singleElement()
        .asString()
        .contains("earlier days, as far as they are known, had none");
    assertThat(job.rows("2026-11-24/review.csv"))
        .as("one row an address, after the one that explains them")
        .hasSize(301)
        .first()
        .asString()
        .contains("guard_event", "bouncescan confirm");
    assertThat(job.rows("2026-11-24/bounces.csv"))
        .allMatch(it -> it.contains("Keep the address and mail it as usual"));
    String event = job.memory().status(5).guard().get(0).id();

    assertThat(job.memory().confirm(List.of("2026-11-24/provider/other.example"), "?", "ann"))
        .isNull();
    assertThat(job.memory().confirm(List.of(event), "the list is from 2019", "ann"))
        .isEqualTo(300);
    assertThat(job.memory().confirm(List.of(event), "again", "ann")).isNull();
    JobResult next = job.run();

    assertThat(next.ending()).isEqualTo(Ending.DONE);
    assertThat(next.counts()).containsEntry("review", 0L).containsEntry("active", 300L);
    assertThat(job.rows("2026-11-24-2/suppressions/new.csv")).hasSize(300);
    job.memory()
        .release(
            new Release(null, "old.example", null, null, null, null, "no, 2024", "ben"), false);
    assertThat(job.memory().status(5).acts())
        .extracting(it -> it.subject() + " " + it.addresses() + " " + it.by() + " " + it.reason())
        .containsExactly(
            "a0@old.example 300 ben no, 2024",
            event + " 1 ann confirmed as dead: the list is from 2019");
  }

  @Test
  void what_the_mailing_system_delivered_ends_a_suppression() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    job.run();
    Path delivered = folder.resolve("delivered.csv");
    Files.writeString(
        delivered, "email,delivered_at\nDead@example.net,2026-11-25T10:00:00Z\nnonsense\n");
    Files.setLastModifiedTime(delivered, FileTime.from(JobHarness.NIGHT));
    job.suppression =
        new JobSettings.Suppression(SuppressionSettings.DEFAULT, null, delivered, null, List.of());
    job.now = job.now.plus(Duration.ofDays(2));

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.LOOK);
    assertThat(result.warnings()).singleElement().asString().startsWith(delivered + ":3: ");
    assertThat(result.counts()).containsEntry("active", 0L).containsEntry("released", 1L);
  }

  @Test
  void a_suppression_ends_by_itself_where_the_job_says_so() throws Exception {
    job.suppression = new JobSettings.Suppression(
        SuppressionSettings.DEFAULT.expiring(Category.INVALID_RECIPIENT, Duration.ofDays(10)),
        null,
        null,
        null,
        List.of());
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    assertThat(job.run().counts()).containsEntry("active", 1L);
    job.now = job.now.plus(Duration.ofDays(9));
    assertThat(job.run().counts()).containsEntry("active", 1L);
    job.now = job.now.plus(Duration.ofDays(2));

    assertThat(job.run().counts()).containsEntry("active", 0L).containsEntry("released", 1L);
  }

  @Test
  void a_claim_that_a_bounce_contradicts_is_shown_with_its_evidence() throws Exception {
    Path claims = folder.resolve("claims.csv");
    Files.writeString(
        claims,
        "scope,claimed_on,claimed_by,identities,note\nexample.net,2026-11-01,Bob,,\nbroken,,,,\n");
    job.suppression =
        new JobSettings.Suppression(SuppressionSettings.DEFAULT, claims, null, null, List.of());
    job.mail("failed ann@example.net recipient_restricted <1@example.com>");

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.LOOK);
    assertThat(result.warnings()).singleElement().asString().startsWith(claims + ":3: ");
    assertThat(job.rows("2026-11-24/claims.csv"))
        .singleElement()
        .asString()
        .contains("example.net", "contradicted", "Bob");
    assertThat(job.memory().status(5).claims()).singleElement().satisfies(it -> {
      assertThat(it.scope() + " " + it.standing() + " " + it.bounces())
          .isEqualTo("example.net contradicted 1");
      assertThat(it.likelyReason()).contains("does not say what was allowed");
    });
  }

  @Test
  void a_claim_holds_when_the_mailing_system_delivers() throws Exception {
    Path claims = folder.resolve("claims.csv");
    Files.writeString(claims, "scope,claimed_on\nsub.example.net,2026-11-01\n");
    Path delivered = folder.resolve("delivered.csv");
    Files.writeString(
        delivered,
        "email,delivered_at\nann@sub.example.net,2026-11-20\nben@example.net,2026-11-20\n");
    job.suppression = new JobSettings.Suppression(
        SuppressionSettings.DEFAULT, claims, delivered, null, List.of());

    assertThat(job.run().ending()).isEqualTo(Ending.DONE);

    assertThat(job.memory().status(5).claims())
        .extracting(JobStatus.Claim::standing)
        .containsExactly("holding");
  }

  @Test
  void a_memory_that_is_gone_is_said_loudly_and_the_mailbox_is_read_again() throws Exception {
    job.mail("failed full@example.net mailbox_full <1@example.com>");
    job.mail("failed dead@example.net invalid_recipient <2@example.com>");
    job.run();
    memory.lose();

    JobResult second = job.run();

    assertThat(second.ending()).isEqualTo(Ending.LOOK);
    assertThat(second.warnings())
        .singleElement()
        .asString()
        .contains("the ledger is new", "restore the ledger from a backup");
    assertThat(second.counts()).containsEntry("read", 2L).containsEntry("active", 1L);
    assertThat(job.run().ending()).isEqualTo(Ending.DONE);
  }

  @Test
  void two_runs_at_once_are_one_run_and_one_that_is_told_to_try_again() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    CountDownLatch scanned = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    Thread first = new Thread(() -> {
      try {
        job.job().run(job.settings(), false, new Progress() {
          @Override
          public void advanced(Part part, long done, long total) {
            scanned.countDown();
            await(refused);
          }
        });
      } catch (JobException e) {
        throw new IllegalStateException(e);
      }
    });
    first.start();
    scanned.await();

    assertThatThrownBy(() -> job.run())
        .isInstanceOfSatisfying(
            JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.TRY_AGAIN))
        .hasMessageContaining("another run is at work");
    assertThat(job.memory().status(10).runs()).hasSize(1);
    refused.countDown();
    first.join();

    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(1);
    assertThat(job.box().settlements).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
