package org.bouncescan.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Encoded words in header fields (RFC 2047), read as mail programs write them rather than as they should be. */
final class EncodedWords {
  private EncodedWords() {}

  /** {@code text} with its encoded words decoded; what is no encoded word stays as it is. */
  static String decode(String text) {
    int start = text.indexOf("=?");
    if (start < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    String pendingCharset = "";
    int done = 0;
    while (start >= 0) {
      Word word = word(text, start);
      if (word == null) {
        start = text.indexOf("=?", start + 2);
        continue;
      }
      String between = text.substring(done, start);
      // a character may be split over words of one charset, so their bytes are joined first
      boolean joins =
          pending.size() > 0 && between.isBlank() && word.charset.equalsIgnoreCase(pendingCharset);
      if (!joins) {
        flush(pending, pendingCharset, out);
        if (done == 0 || !between.isBlank()) {
          out.append(between);
        }
      }
      pending.writeBytes(word.bytes);
      pendingCharset = word.charset;
      done = word.end;
      start = text.indexOf("=?", done);
    }
    flush(pending, pendingCharset, out);
    return out.append(text, done, text.length()).toString();
  }

  private static void flush(ByteArrayOutputStream pending, String charset, StringBuilder out) {
    if (pending.size() > 0) {
      byte[] bytes = pending.toByteArray();
      out.append(Charsets.decode(bytes, 0, bytes.length, charset));
      pending.reset();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Word(String charset, byte[] bytes, int end) {}

  private static @Nullable Word word(String text, int start) {
    int afterCharset = text.indexOf('?', start + 2);
    if (afterCharset < 0
        || afterCharset + 2 >= text.length()
        || text.charAt(afterCharset + 2) != '?') {
      return null;
    }
    int end = text.indexOf("?=", afterCharset + 3);
    if (end < 0) {
      return null;
    }
    String charset = text.substring(start + 2, afterCharset);
    int language = charset.indexOf('*'); // RFC 2231 section 5
    String content = text.substring(afterCharset + 3, end);
    byte[] raw = content.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = switch (text.charAt(afterCharset + 1)) {
      case 'B', 'b' -> TransferEncoding.base64(raw, 0, raw.length, raw.length);
      case 'Q', 'q' ->
        TransferEncoding.quotedPrintable(
            content.replace('_', ' ').getBytes(StandardCharsets.ISO_8859_1),
            0,
            raw.length,
            raw.length);
      default -> new byte[0];
    };
    return new Word(language < 0 ? charset : charset.substring(0, language), bytes, end + 2);
  }
}
