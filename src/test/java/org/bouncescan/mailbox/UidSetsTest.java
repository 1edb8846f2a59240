package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class UidSetsTest {
  @Test
  void a_set_is_read_as_a_server_writes_it() {
    assertThat(UidSets.uids("1:3,7,4294967295", 5)).containsExactly(1, 2, 3, 7, 4_294_967_295L);
  }

  @Test
  void a_set_of_more_messages_than_there_are_is_not_believed() {
    assertThat(UidSets.uids("1:4294967295", 1_000)).isNull();
    assertThat(UidSets.uids("1:3,9:7", 1_000)).isNull();
    assertThat(UidSets.uids("1:3,,4", 1_000)).isNull();
    assertThat(UidSets.uids("1:*", 1_000)).isNull();
  }

  @Test
  void neighbours_fill_a_command_and_strangers_many() {
    List<Long> neighbours = LongStream.rangeClosed(1, 32_000).boxed().toList();
    List<Long> strangers = LongStream.rangeClosed(1, 32_000)
        .map(it -> 3_000_000_000L + 2 * it)
        .boxed()
        .toList();

    assertThat(UidSets.pieces(neighbours, 32_000)).hasSize(1);
    assertThat(UidSets.pieces(neighbours)).hasSize(64).allMatch(it -> it.size() == 500);
    assertThat(UidSets.pieces(strangers, 32_000))
        .allMatch(it -> UidSets.text(it).length() < 8_000)
        .flatExtracting(it -> it)
        .containsExactlyElementsOf(strangers);
  }
}
