package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bouncescan.mailbox.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The same nights with the memory in PostgreSQL: {@code BOUNCESCAN_POSTGRES_URL}, {@code _USER} and {@code _PASSWORD}
 * name a database. Every test is another job in it.
 */
class PostgresJobIT extends NightlyJobTest {
  private static final Map<String, String> ENVIRONMENT = System.getenv();

  @BeforeAll
  static void require() {
    Assumptions.assumeTrue(
        ENVIRONMENT.containsKey("BOUNCESCAN_POSTGRES_URL"), "BOUNCESCAN_POSTGRES_URL is not set");
  }

  @BeforeEach
  void name() {
    job.name = "job-" + UUID.randomUUID();
  }

  private static String variable(String name) {
    return Objects.requireNonNullElse(ENVIRONMENT.get("BOUNCESCAN_POSTGRES_" + name), "");
  }

  @Override
  JobSettings.LedgerPlace ledger(@Nullable Integer retentionDays) {
    return new JobSettings.LedgerPlace(
        null, variable("URL"), variable("USER"), Secret.of(variable("PASSWORD")), retentionDays);
  }

  @Override
  void change(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(variable("URL"), variable("USER"), variable("PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          sql + " WHERE job_id = (SELECT id FROM job WHERE name = '" + job.name + "')");
    }
  }

  @Test
  void jobs_in_one_database_run_at_the_same_time_and_know_nothing_of_each_other() throws Exception {
    JobHarness other = new JobHarness(folder.resolve("other"));
    other.ledger = ledger(null);
    other.name = "other-" + UUID.randomUUID();
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
  void a_second_run_of_the_same_job_is_told_to_try_again() throws Exception {
    job.mail("failed dead@example.net invalid_recipient <1@example.com>");
    CountDownLatch refused = new CountDownLatch(1);

    job.job().run(job.settings(), false, new Progress() {
      @Override
      public void advanced(Part part, long done, long total) {
        assertThatThrownBy(() -> job.run())
            .isInstanceOfSatisfying(
                JobException.class, it -> assertThat(it.ending()).isEqualTo(Ending.TRY_AGAIN))
            .hasMessageContaining("another run is at work");
        refused.countDown();
      }
    });

    assertThat(refused.getCount()).isZero();
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(1);
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
