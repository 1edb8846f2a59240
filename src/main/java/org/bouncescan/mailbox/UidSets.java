package org.bouncescan.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sets of UIDs as commands name them (RFC 9051 section 9, sequence-set). */
final class UidSets {
  private static final int MOST = 500;

  private UidSets() {}

  /** {@code 3:7,9} for ascending UIDs. */
  static String text(List<Long> ascending) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < ascending.size()) {
      int last = i;
      while (last + 1 < ascending.size() && ascending.get(last + 1) == ascending.get(last) + 1) {
        last++;
      }
      if (text.length() > 0) {
        text.append(',');
      }
      text.append(ascending.get(i).longValue());
      if (last > i) {
        text.append(':').append(ascending.get(last).longValue());
      }
      i = last + 1;
    }
    return text.toString();
  }

  /** The UIDs, ascending, in pieces that fit into a command line. */
  static List<List<Long>> pieces(Collection<Long> uids) {
    List<Long> sorted = uids.stream().distinct().sorted().toList();
    List<List<Long>> pieces = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i += MOST) {
      pieces.add(sorted.subList(i, Math.min(sorted.size(), i + MOST)));
    }
    return pieces;
  }
}
