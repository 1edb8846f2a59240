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

  /** Text as printable ASCII: accents are dropped, other letters become {@code ?}. */
  static String ascii(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    StringBuilder ascii = new StringBuilder(Math.min(plain.length(), MAX_TEXT));
    plain.codePoints().limit(MAX_TEXT).forEach(it -> {
      if (it >= 32 && it <= 126) {
        ascii.append((char) it);
      } else {
        ascii.append(Character.isWhitespace(it) || Character.isISOControl(it) ? ' ' : '?');
      }
    });
    return ascii.toString().strip();
  }
}
