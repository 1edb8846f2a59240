package org.bouncescan.mailbox;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Sets of UIDs, and days, as commands name them (RFC 9051 section 9, sequence-set and date). */
final class UidSets {
  private static final int FEW = 500;

  /** So many single UIDs of ten digits, or half as many ranges at worst, are some kilobytes. */
  private static final int MOST_RANGES = 350;

  /** In characters: servers limit the command line, often to 8 kB. */
  private static final int LONGEST_LINE = 4_000;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})(?::([0-9]{1,10}))?");

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

  /** The UIDs of a set as a server writes it, in its order; null where it is none, or names more than {@code most}. */
  static long @Nullable [] uids(String set, int most) {
    LongStream.Builder uids = LongStream.builder();
    long count = 0;
    for (String range : set.split(",", -1)) {
      Matcher bounds = RANGE.matcher(range);
      if (!bounds.matches()) {
        return null;
      }
      long first = Long.parseLong(bounds.group(1));
      long last = bounds.group(2) == null ? first : Long.parseLong(bounds.group(2));
      count += last - first + 1;
      if (last < first || count > most) {
        return null;
      }
      for (long uid = first; uid <= last; uid++) {
        uids.add(uid);
      }
    }
    return uids.build().toArray();
  }

  /** The UIDs, ascending, in pieces of a few hundred that fit into a command line. */
  static List<List<Long>> pieces(Collection<Long> uids) {
    return pieces(uids, FEW);
  }

  /** The UIDs, ascending, in pieces that fit into a command line; at most so many in one. */
  static List<List<Long>> pieces(Collection<Long> uids, int most) {
    List<Long> sorted = uids.stream().distinct().sorted().toList();
    List<List<Long>> pieces = new ArrayList<>();
    int from = 0;
    int ranges = 0;
    for (int i = 0; i < sorted.size(); i++) {
      boolean goesOn = i > from && sorted.get(i) == sorted.get(i - 1) + 1;
      if (i - from >= most || (!goesOn && ranges >= MOST_RANGES)) {
        pieces.add(sorted.subList(from, i));
        from = i;
        ranges = 0;
      }
      ranges += goesOn ? 0 : 1;
    }
    if (from < sorted.size()) {
      pieces.add(sorted.subList(from, sorted.size()));
    }
    return pieces;
  }
}
