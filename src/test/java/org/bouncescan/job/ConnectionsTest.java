package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.bouncescan.mailbox.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mailbox that is fetched over several connections at the same time. */
class ConnectionsTest {
  @TempDir
  private Path folder;

  private JobHarness job;

  @BeforeEach
  void mailMany() {
    job = new JobHarness(folder);
    job.connections = 3;
    for (int i = 0; i < 2_000; i++) {
      job.mail("failed a" + i + "@example.net mailbox_full <" + i + "@example.com>");
    }
  }

  @Test
  void a_large_mailbox_is_fetched_over_as_many_connections_as_the_job_says() throws Exception {
    job.server.together = new CountDownLatch(3);

    JobResult result = job.run();

    assertThat(job.server.mostOpen()).isEqualTo(3);
    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(result.counts()).containsEntry("read", 2_000L).containsEntry("settled", 2_000L);
    assertThat(job.box().fetched).isEqualTo(2_000);
    assertThat(job.rows("2026-11-24/bounces.csv")).hasSize(2_000).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void what_one_of_several_connections_does_not_fetch_the_others_do(int breaking) throws Exception {
    job.box().breaksAfter = 100;
    job.box().breaking.add(breaking);
    job.server.together = new CountDownLatch(3);

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(result.counts()).containsEntry("read", 2_000L).containsEntry("settled", 2_000L);
    assertThat(job.box().fetched).isEqualTo(2_000);
  }

  @Test
  void a_server_that_grants_one_connection_only_is_read_over_that_one() throws Exception {
    job.box().mostOpenings = 1;
    job.settlement = new Settlement.Nothing();

    JobResult result = job.run();

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(result.counts()).containsEntry("read", 2_000L);
  }

  @Test
  void where_every_connection_breaks_the_rest_is_read_next_time() throws Exception {
    job.box().breaksAfter = 100;

    JobResult first = job.run();
    job.box().breaksAfter = -1;
    JobResult second = job.run();

    long read = first.counts().getOrDefault("read", 0L);
    assertThat(first.ending()).isEqualTo(Ending.UNREACHABLE);
    assertThat(read).isBetween(100L, 300L);
    assertThat(second.counts()).containsEntry("read", 2_000 - read);
    assertThat(job.box().fetched).isEqualTo(2_000);
  }
}
