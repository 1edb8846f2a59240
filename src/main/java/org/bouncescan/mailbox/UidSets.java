package org.bouncescan.mailbox;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Sets of UIDs, and days, as commands name them (RFC 9051 section 9, sequence-set and date). */
final class UidSets {
  private static final int MOST = 500;

  /** In characters: servers limit the command line, often to 8 kB. */
  private static final int LONGEST_LINE = 4_000;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);

  private UidSets() {}

  /** {@code 3-Nov-2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

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

  /** Sets that together name all of the ascending UIDs, each short enough for a command line. */
  static List<String> lines(long[] ascending) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int i = 0;
    while (i < ascending.length) {
      int last = i;
      while (last + 1 < ascending.length && ascending[last + 1] == ascending[last] + 1) {
        last++;
      }
      if (line.length() > LONGEST_LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : ",").append(ascending[i]);
      if (last > i) {
        line.append(':').append(ascending[last]);
      }
      i = last + 1;
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
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
