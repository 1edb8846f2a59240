package org.bouncescan.ledger;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A set of UIDs as ascending ranges: a mailbox that was read whole is a single one, however many messages it holds. */
final class UidRanges {
  /** With more gaps than this a set is no shorter than what it stands for. */
  private static final int MOST = 100_000;

  /** First and last UID of each range, one after the other. */
  private final long[] bounds;

  private UidRanges(long[] bounds) {
    this.bounds = bounds;
  }

  /** Reads {@code 1:7,9}; nothing is an empty set. */
  static UidRanges of(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return new UidRanges(new long[0]);
    }
    LongStream.Builder bounds = LongStream.builder();
    for (String range : text.split(",", -1)) {
      int colon = range.indexOf(':');
      bounds.add(Long.parseLong(colon < 0 ? range : range.substring(0, colon)));
      bounds.add(Long.parseLong(range.substring(colon + 1)));
    }
    return new UidRanges(bounds.build().toArray());
  }

  /** {@code 1:7,9}; null where there are so many gaps that it is not worth keeping. */
  @Nullable
  String text() {
    if (bounds.length > 2 * MOST) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] > bounds[i]) {
        text.append(':').append(bounds[i + 1]);
      }
    }
    return text.toString();
  }

  /** Those of the ascending UIDs that are not in the set. */
  long[] without(long[] uids) {
    LongStream.Builder rest = LongStream.builder();
    int range = 0;
    for (long uid : uids) {
      while (range < bounds.length && bounds[range + 1] < uid) {
        range += 2;
      }
      if (range == bounds.length || uid < bounds[range]) {
        rest.add(uid);
      }
    }
    return rest.build().toArray();
  }

  /** This set and the ascending UIDs, those of {@code but}, ascending too, left out. */
  UidRanges with(long[] uids, long[] but) {
    long[] joined = new long[bounds.length + 2 * uids.length];
    int length = 0;
    int range = 0;
    for (long uid : without(uids)) {
      for (; range < bounds.length && bounds[range] < uid; range += 2) {
        length = join(joined, length, bounds[range], bounds[range + 1]);
      }
      if (Arrays.binarySearch(but, uid) < 0) {
        length = join(joined, length, uid, uid);
      }
    }
    for (; range < bounds.length; range += 2) {
      length = join(joined, length, bounds[range], bounds[range + 1]);
    }
    return new UidRanges(Arrays.copyOf(joined, length));
  }

  /** Adds a range behind all others. */
  private static int join(long[] to, int length, long first, long last) {
    if (length > 0 && to[length - 1] + 1 >= first) {
      to[length - 1] = last;
      return length;
    }
    to[length] = first;
    to[length + 1] = last;
    return length + 2;
  }
}
