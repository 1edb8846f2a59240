package org.bouncescan.report.target;

import java.text.Normalizer;
import java.time.Instant;
import org.bouncescan.suppress.Cause;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * An address that goes into an import file: one that is an address, in ASCII.
 *
 * @param address the address in the importer's form
 */
record Entry(String address, Suppression suppression) {
  private static final int MAX_TEXT = 500;

  Cause cause() {
    return suppression.cause();
  }

  Instant since() {
    return suppression.lastSeen();
  }

  /** The SMTP reply code; 550 where none was given. */
  int code() {
    Integer code = suppression.replyCode();
    return code != null && code >= 400 && code <= 599 ? code : 550;
  }

  @Nullable
  String status() {
    return suppression.status();
  }

  /** The reply, or else the reason, on one line of printable ASCII (32 to 126). */
  String text() {
    String text = suppression.evidence().isBlank() ? suppression.reason() : suppression.evidence();
    return ascii(text);
  }

  /** Text as printable ASCII on one line: accents are dropped, quotes and dashes become plain, other letters {@code ?}. */
  static String ascii(String text) {
    if (text.length() <= MAX_TEXT && isPlain(text)) {
      return text;
    }
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    StringBuilder ascii = new StringBuilder(Math.min(plain.length(), MAX_TEXT));
    plain.codePoints().limit(MAX_TEXT).forEach(it -> ascii.append(ascii(it)));
    return ascii.toString().replaceAll(" {2,}", " ").strip();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 32 || c > 126 || (c == ' ' && (i == 0 || text.charAt(i - 1) == ' '))) {
        return false;
      }
    }
    return text.isEmpty() || text.charAt(text.length() - 1) != ' ';
  }

  private static char ascii(int letter) {
    if (letter >= 32 && letter <= 126) {
      return (char) letter;
    }
    return switch (letter) {
      case '“', '”', '„', '«', '»' -> '"';
      case '‘', '’', '‚' -> '\'';
      case '–', '—', '‐', '‑' -> '-';
      default -> Character.isWhitespace(letter) || Character.isISOControl(letter) ? ' ' : '?';
    };
  }
}
