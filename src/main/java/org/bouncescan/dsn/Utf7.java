package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;

/** UTF-7 (RFC 2152), in which Exchange 2003 writes its reports and which the JDK does not know. Never fails. */
final class Utf7 {
  private Utf7() {}

  /** The text of the bytes {@code from} to {@code to}; what is no escape stays as it is. */
  static String decode(byte[] data, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      if (data[i] != '+') {
        out.append((char) (data[i++] & 0xff));
        continue;
      }
      int end = i + 1;
      while (end < to && TransferEncoding.isBase64(data[end])) {
        end++;
      }
      if (end == i + 1) { // '+-' is a plus
        out.append('+');
      } else {
        byte[] units = TransferEncoding.base64(data, i + 1, end, end - i);
        out.append(new String(units, 0, units.length & ~1, StandardCharsets.UTF_16BE));
      }
      i = end < to && data[end] == '-' ? end + 1 : end;
    }
    return out.toString();
  }
}
