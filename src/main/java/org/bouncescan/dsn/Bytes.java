package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;

/** Lines and tokens in bytes. A line ends at LF, at CRLF or at a bare CR, as messages from everywhere do. */
final class Bytes {
  /** Stray CRs before a CRLF come from gateways that translate twice; CRs that no LF follows are lines of their own. */
  static final int MOST_RETURNS = 4;

  private Bytes() {}

  /** Index of the line end at or after {@code at}: of its CR or LF, or {@code to}. */
  static int lineEnd(byte[] data, int at, int to) {
    int i = at;
    while (i < to && data[i] != '\n' && data[i] != '\r') {
      i++;
    }
    return i;
  }

  /** Index of the first byte of the next line, given the index of a line end. */
  static int nextLine(byte[] data, int lineEnd, int to) {
    if (lineEnd >= to) {
      return to;
    }
    if (data[lineEnd] == '\r') {
      int i = lineEnd + 1;
      while (i < to && i - lineEnd < MOST_RETURNS && data[i] == '\r') {
        i++;
      }
      if (i < to && data[i] == '\n') {
        return i + 1;
      }
    }
    return lineEnd + 1;
  }

  /** True when the bytes from {@code at} begin with {@code ascii}, whatever the case of either. */
  static boolean startsWith(byte[] data, int at, int to, String ascii) {
    int length = ascii.length();
    if (to - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower(data[at + i]) != lower((byte) ascii.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static int trimEnd(byte[] data, int from, int to) {
    int end = to;
    while (end > from && data[end - 1] >= 0 && data[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  static String lowerAscii(byte[] data, int from, int to) {
    byte[] lower = new byte[to - from];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower(data[from + i]);
    }
    return new String(lower, StandardCharsets.ISO_8859_1);
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }
}
