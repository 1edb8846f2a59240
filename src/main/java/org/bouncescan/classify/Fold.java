package org.bouncescan.classify;

import java.text.Normalizer;

/**
 * The one spelling in which phrases and replies are compared: small letters without marks, plain quotes, single blanks.
 */
final class Fold {
  private static final char[] LATIN = plainLatin();

  private Fold() {}

  /** One character in its compared spelling. */
  static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < ' ' ? ' ' : c == '`' ? '\'' : c;
    }
    return switch (c) {
      case '\u2018', '\u2019', '\u201A', '\u00B4' -> '\'';
      case '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB' -> '"';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014' -> '-';
      case '\u00A0', '\u3000' -> ' ';
      default ->
        c < LATIN.length
            ? LATIN[c]
            : c == '\u0401' || c == '\u0451' ? '\u0435' : Character.toLowerCase(c);
    };
  }

  /** The Latin letters with marks as the plain ones that many servers write instead of them. */
  private static char[] plainLatin() {
    char[] plain = new char[0x250];
    for (char c = 0; c < plain.length; c++) {
      char small = Character.toLowerCase(c);
      char base =
          Normalizer.normalize(String.valueOf(small), Normalizer.Form.NFD).charAt(0);
      plain[c] = switch (small) {
        case '\u0131' -> 'i';
        case '\u0142' -> 'l';
        case '\u00F8' -> 'o';
        case '\u0111' -> 'd';
        default -> base < 128 && c >= 128 ? Character.toLowerCase(base) : small;
      };
    }
    return plain;
  }

  /** Wide, half-width and composed characters in one form (NFKC); plain ASCII as it is. */
  static String compose(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
      }
    }
    return text;
  }

  /** A phrase as it is compared. */
  static String phrase(String text) {
    String composed = compose(text);
    StringBuilder out = new StringBuilder(composed.length());
    boolean blank = false;
    for (int i = 0; i < composed.length(); i++) {
      char c = fold(composed.charAt(i));
      if (c == ' ' && blank) {
        continue;
      }
      blank = c == ' ';
      out.append(c);
    }
    return out.toString();
  }
}
