package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void is_slow_when_enough_came_in_more_time_than_it_takes_to_read_it() {
    Link link = new Link(Compression.AUTO, 1_000_000, 500_000);
    link.came(500_000, 10 * SECOND);
    link.came(500_000, 10 * SECOND);
    link.came(400_000, 10 * SECOND);
    assertThat(link.isSlow()).as("too little to tell").isFalse();
    link.came(100_000, 0);
    assertThat(link.isSlow()).as("slow three times in a row").isTrue();
    link.came(100_000_000, 1);
    assertThat(link.isSlow()).as("compressed, it looks faster").isTrue();
  }

  @Test
  void a_cold_start_or_a_server_that_rests_a_moment_is_no_slow_link() {
    Link link = new Link(Compression.AUTO, 1_000_000, 500_000);
    for (int i = 0; i < 10; i++) {
      link.came(500_000, SECOND);
      link.came(500_000, SECOND);
      link.came(500_000, SECOND / 10);
    }
    assertThat(link.isSlow()).isFalse();
  }

  @Test
  void is_not_measured_where_the_job_file_decides() {
    for (Compression set : List.of(Compression.NEVER, Compression.ALWAYS)) {
      Link link = new Link(set, 1_000_000, 500_000);
      for (int i = 0; i < 10; i++) {
        link.came(600_000, 10 * SECOND);
      }
      assertThat(link.isSlow()).as(set.name()).isFalse();
    }
  }

  @Test
  void a_server_that_refuses_to_compress_is_asked_once_and_costs_no_message() throws Exception {
    List<Fetched> fetched = new ArrayList<>();
    try (TranscriptServer server = new TranscriptServer("refuses-compression");
        ImapConnection connection = ImapConnection.open(server.settings(), Access.READ_ONLY)) {
      new FetchStream(
              "test",
              7,
              new FetchBounds(1, 1_000_000, 2, 1_000_000, 1, Compression.AUTO),
              List.of(
                  new Listed(11, 20),
                  new Listed(12, 20),
                  new Listed(13, 22),
                  new Listed(14, 21),
                  new Listed(15, 21),
                  new Listed(16, 21)),
              false,
              new Link(Compression.AUTO, Long.MAX_VALUE, 1),
              fetched::add)
          .run(connection.folder());

      assertThat(fetched).hasSize(6).allMatch(Fetched.Message.class::isInstance);
      assertThat(server.commands()).filteredOn(it -> it.contains("COMPRESS")).hasSize(1);
      assertThat(server.unknown()).isEmpty();
    }
  }
}
