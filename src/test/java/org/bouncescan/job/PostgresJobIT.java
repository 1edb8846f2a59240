package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.bouncescan.ledger.OnPostgres;
import org.bouncescan.mailbox.Secret;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same with the memory in PostgreSQL, and what only a database can be asked. */
@OnPostgres
class PostgresJobIT extends EmptyLedgerNights {
  @Nested
  @OnPostgres
  class Nights extends NightlyJobTest {}

  @Nested
  @OnPostgres
  class Interrupted extends InterruptedRunTest {}

  @Nested
  @OnPostgres
  class SeenAgain extends SeenAgainTest {}

  @Nested
  @OnPostgres
  class Memory extends JobMemoryTest {}

  @Nested
  @OnPostgres
  class SixtyDays extends SixtyDaysRunTest {}

  @Test
  void jobs_in_one_database_run_at_the_same_time_and_know_nothing_of_each_other() throws Exception {
    JobHarness other = new JobHarness(folder.resolve("other")).over(memory);
    other.name = "other";
    for (int i = 0; i < 300; i++) {
      job.mail("failed a" + i + "@example.net invalid_recipient <" + i + "@example.com>");
    }
    other.mail("failed a1@example.net recipient_restricted <x@example.com>");
    JobResult[] both = new JobResult[1];

    JobResult first = job.job().run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        if (part == Part.SCAN && both[0] == null) {
          both[0] = run(other);
        }
      }
    });

    assertThat(first.counts()).containsEntry("read", 300L).containsEntry("held", 0L);
    assertThat(both[0].counts()).containsEntry("read", 1L).containsEntry("held", 1L);
    assertThat(job.run().counts()).containsEntry("read", 0L);
  }

  /** In a thread of its own, as two processes would. */
  private static JobResult run(JobHarness job) {
    return CompletableFuture.supplyAsync(() -> {
          try {
            return job.run();
          } catch (JobException e) {
            throw new IllegalStateException(e);
          }
        })
        .join();
  }

  @Test
  void a_run_whose_lock_is_lost_does_nothing_more_and_the_next_one_goes_on() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");

    assertThatThrownBy(() -> job.job().run(job.settings(), false, new Progress() {
          @Override
          public void advanced(Part part, long done, long total) {
            loseLock();
          }
        }))
        .isInstanceOfSatisfying(
            JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.TRY_AGAIN))
        .hasMessageContaining("the connection that keeps other runs away was lost");
    assertThat(job.box().settlements).isEmpty();
    assertThat(job.file("latest")).doesNotExist();

    assertThat(job.run().counts()).containsEntry("read", 1L).containsEntry("settled", 1L);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(1);
  }

  /** As a firewall does that forgets idle connections. */
  private void loseLock() {
    try {
      memory.count(
          "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
              + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_database_that_is_not_there_is_said_at_once_and_nothing_is_touched() throws Exception {
    job.ledger = new JobSettings.LedgerPlace(
        null,
        "jdbc:postgresql://127.0.0.1:1/bouncescan",
        "bouncescan",
        Secret.of("s3cret-password"),
        null);

    assertThatThrownBy(() -> job.run())
        .isInstanceOfSatisfying(
            JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.UNREACHABLE))
        .hasMessageContaining("the database does not answer")
        .hasMessageNotContaining("s3cret-password");
    assertThat(job.box().settlements).isEmpty();
  }
}
