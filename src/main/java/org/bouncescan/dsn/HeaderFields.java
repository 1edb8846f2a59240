package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message or MIME part (RFC 5322 section 2.2) as ranges of its bytes; nothing is decoded until it
 * is asked for. Lenient: what is no field is passed over, as long as fields follow.
 */
final class HeaderFields {
  static final HeaderFields NONE = new HeaderFields(new byte[0], new int[0], 0, 0, 0);
  private static final int INTS_A_FIELD = 4;

  private final byte[] data;
  // nameStart, nameEnd, valueStart, valueEnd of every field
  private final int[] ranges;
  private final int count;
  private final int end;
  private final int beyondLimits;

  private HeaderFields(byte[] data, int[] ranges, int count, int end, int beyondLimits) {
    this.data = data;
    this.ranges = ranges;
    this.count = count;
    this.end = end;
    this.beyondLimits = beyondLimits;
  }

  /** Reads the fields that begin at {@code from}, up to an empty line, a line that can't be of a header, or {@code to}. */
  static HeaderFields read(byte[] data, int from, int to, Limits limits) {
    int[] ranges = new int[32 * INTS_A_FIELD];
    int count = 0;
    int beyond = 0;
    int at = skipLead(data, from, to);
    while (at < to) {
      int lineEnd = Bytes.lineEnd(data, at, to);
      if (lineEnd == at) {
        at = Bytes.nextLine(data, lineEnd, to);
        break;
      }
      int colon = nameEnd(data, at, lineEnd);
      if (colon < 0) {
        if (!isStray(data, at, lineEnd, to)) {
          break;
        }
        at = Bytes.nextLine(data, lineEnd, to);
        continue;
      }
      int valueEnd = lineEnd;
      int next = Bytes.nextLine(data, lineEnd, to);
      while (next < to && (data[next] == ' ' || data[next] == '\t')) {
        valueEnd = Bytes.lineEnd(data, next, to);
        next = Bytes.nextLine(data, valueEnd, to);
      }
      if (count < limits.headerCount()) {
        if ((count + 1) * INTS_A_FIELD > ranges.length) {
          ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        int i = count++ * INTS_A_FIELD;
        ranges[i] = at;
        ranges[i + 1] = Bytes.trimEnd(data, at, colon);
        ranges[i + 2] = colon + 1;
        ranges[i + 3] = Math.min(valueEnd, colon + 1 + limits.headerBytes());
      } else {
        beyond++;
      }
      at = next;
    }
    return new HeaderFields(data, ranges, count, at, beyond);
  }

  /** Empty lines and the separator line of an mbox may come first. */
  private static int skipLead(byte[] data, int from, int to) {
    int at = from;
    while (at < to) {
      int lineEnd = Bytes.lineEnd(data, at, to);
      boolean separator = Bytes.startsWith(data, at, lineEnd, "from ")
          || Bytes.startsWith(data, at, lineEnd, ">from ");
      if (!separator && Bytes.trimEnd(data, at, lineEnd) > at) {
        return at;
      }
      at = Bytes.nextLine(data, lineEnd, to);
    }
    return to;
  }

  /** Index of the colon after a field name; -1 where the line is no field. */
  private static int nameEnd(byte[] data, int from, int to) {
    int i = from;
    while (i < to && data[i] > ' ' && data[i] < 127 && data[i] != ':') {
      i++;
    }
    int nameEnd = i;
    while (i < to && (data[i] == ' ' || data[i] == '\t')) { // obsolete syntax, RFC 5322 section 4.5
      i++;
    }
    return nameEnd > from && i < to && data[i] == ':' ? i : -1;
  }

  /** A broken line amid a header: fields follow at once. */
  private static boolean isStray(byte[] data, int from, int lineEnd, int to) {
    int next = Bytes.nextLine(data, lineEnd, to);
    int nextEnd = Bytes.lineEnd(data, next, to);
    int colon = next < nextEnd ? nameEnd(data, next, nextEnd) : -1;
    return colon > 0 && !Bytes.startsWith(data, from, lineEnd, "--") && colon - next < 60;
  }

  /** Index of the first byte after the header and the empty line that closes it. */
  int end() {
    return end;
  }

  int size() {
    return count;
  }

  /** How many fields stand beyond the limit and were passed over. */
  int beyondLimits() {
    return beyondLimits;
  }

  boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** The first field's value, unfolded, undecoded; null when absent. */
  @Nullable
  String raw(String name) {
    int i = indexOf(name, 0);
    return i < 0 ? null : value(i);
  }

  /** The first field's value, unfolded, its encoded words decoded (RFC 2047); null when absent. */
  @Nullable
  String decoded(String name) {
    String raw = raw(name);
    return raw == null ? null : EncodedWords.decode(raw);
  }

  /** The values of every field of that name, at most {@code most}, unfolded, undecoded. */
  List<String> all(String name, int most) {
    List<String> all = new ArrayList<>();
    for (int i = indexOf(name, 0); i >= 0 && all.size() < most; i = indexOf(name, i + 1)) {
      all.add(value(i));
    }
    return all;
  }

  /** Every field in order: its name in lower case, and a way to its value. */
  void forEach(BiConsumer<String, java.util.function.Supplier<String>> consumer) {
    for (int i = 0; i < count; i++) {
      int field = i;
      int at = i * INTS_A_FIELD;
      consumer.accept(Bytes.lowerAscii(data, ranges[at], ranges[at + 1]), () -> value(field));
    }
  }

  private int indexOf(String name, int from) {
    int length = name.length();
    for (int i = from; i < count; i++) {
      int at = i * INTS_A_FIELD;
      if (ranges[at + 1] - ranges[at] == length
          && Bytes.startsWith(data, ranges[at], ranges[at + 1], name)) {
        return i;
      }
    }
    return -1;
  }

  private String value(int field) {
    int from = ranges[field * INTS_A_FIELD + 2];
    int to = ranges[field * INTS_A_FIELD + 3];
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      plain = data[i] >= ' ';
    }
    String text =
        plain ? new String(data, from, to - from, StandardCharsets.ISO_8859_1) : unfold(from, to);
    return text.strip();
  }

  private String unfold(int from, int to) {
    String text = Charsets.decode(data, from, to, null);
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n') {
        continue;
      }
      out.append(c == '\t' || (c < ' ' && c != '\u001b') ? ' ' : c);
    }
    return out.toString();
  }
}
