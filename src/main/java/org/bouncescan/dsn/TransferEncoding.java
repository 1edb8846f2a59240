package org.bouncescan.dsn;

import java.util.Arrays;

/** Content-Transfer-Encodings (RFC 2045 section 6), decoded as far as they make sense and never beyond a bound. */
final class TransferEncoding {
  private static final byte[] BASE64 = new byte[128];
  private static final int LOOKED_AT = 400;
  private static final int MOST_BLANKS = 4;

  static {
    Arrays.fill(BASE64, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      BASE64[alphabet.charAt(i)] = (byte) i;
    }
  }

  private TransferEncoding() {}

  static boolean isBase64(byte b) {
    return b >= 0 && BASE64[b] >= 0;
  }

  /** False for a body that is called base64 and is plain text: its first words have blanks between them. */
  static boolean looksLikeBase64(byte[] data, int from, int to) {
    int words = 0;
    for (int i = from + 1; i < to - 1 && i - from < LOOKED_AT; i++) {
      words += data[i] == ' ' && isBase64(data[i - 1]) && isBase64(data[i + 1]) ? 1 : 0;
    }
    return words < MOST_BLANKS;
  }

  /** Decodes base64; characters outside of its alphabet are passed over. At most {@code most} bytes. */
  static byte[] base64(byte[] data, int from, int to, int most) {
    byte[] out = new byte[Math.min(most, (to - from) / 4 * 3 + 3)];
    int length = 0;
    int bits = 0;
    int held = 0;
    for (int i = from; i < to && length < out.length; i++) {
      int value = data[i] < 0 ? -1 : BASE64[data[i]];
      if (value < 0) {
        if (data[i] == '=') { // parts that were joined go on after the padding
          bits = 0;
          held = 0;
        }
        continue;
      }
      held = (held << 6) | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out[length++] = (byte) (held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return Arrays.copyOf(out, length);
  }

  /** Decodes quoted-printable; what is no escape stays as it is. At most {@code most} bytes. */
  static byte[] quotedPrintable(byte[] data, int from, int to, int most) {
    byte[] out = new byte[Math.min(most, to - from)];
    int length = 0;
    int i = from;
    while (i < to && length < out.length) {
      if (data[i] != '=') {
        out[length++] = data[i++];
        continue;
      }
      int high = i + 1 < to ? Character.digit(data[i + 1], 16) : -1;
      int low = i + 2 < to ? Character.digit(data[i + 2], 16) : -1;
      if (high >= 0 && low >= 0) {
        out[length++] = (byte) (high * 16 + low);
        i += 3;
        continue;
      }
      int lineEnd = i + 1;
      while (lineEnd < to && (data[lineEnd] == ' ' || data[lineEnd] == '\t')) {
        lineEnd++;
      }
      if (lineEnd >= to || data[lineEnd] == '\n' || data[lineEnd] == '\r') { // soft line break
        i = Bytes.nextLine(data, lineEnd, to);
      } else {
        out[length++] = data[i++];
      }
    }
    return Arrays.copyOf(out, length);
  }
}
