package org.bouncescan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class UidRangesTest {
  @Test
  void a_mailbox_that_was_read_whole_is_one_range() {
    long[] all = LongStream.rangeClosed(1, 1_000_000).toArray();

    UidRanges read = UidRanges.of(null).with(all, new long[] {7});

    assertThat(read.text()).isEqualTo("1:6,8:1000000");
    assertThat(UidRanges.of(read.text()).without(new long[] {6, 7, 8, 1_000_001}))
        .containsExactly(7, 1_000_001);
  }

  @Test
  void a_set_of_more_gaps_than_it_is_worth_is_not_kept() {
    long[] odd = LongStream.range(0, 100_001).map(it -> 2 * it + 1).toArray();

    assertThat(UidRanges.of(null).with(odd, new long[0]).text()).isNull();
  }

  @Test
  void ranges_hold_what_a_set_of_single_uids_holds() {
    Random random = new Random(3);
    UidRanges ranges = UidRanges.of(null);
    TreeSet<Long> singles = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      long[] there =
          random.longs(random.nextInt(20), 1, 200).sorted().distinct().toArray();
      long[] but = random.longs(5, 1, 200).sorted().distinct().toArray();
      ranges = UidRanges.of(ranges.with(there, but).text());
      LongStream.of(there)
          .filter(uid -> LongStream.of(but).noneMatch(it -> it == uid))
          .forEach(singles::add);

      assertThat(ranges.without(LongStream.rangeClosed(1, 200).toArray()))
          .containsExactly(LongStream.rangeClosed(1, 200)
              .filter(uid -> !singles.contains(uid))
              .toArray());
      if (i % 50 == 49) {
        ranges = UidRanges.of("");
        singles.clear();
      }
    }
  }
}
