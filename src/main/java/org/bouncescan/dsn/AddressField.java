package org.bouncescan.dsn;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The value of Original-Recipient or Final-Recipient, {@code address-type; address} (RFC 3464 section 2.3), as an
 * address: type, brackets, source route, xtext (RFC 3461 section 4) and the escapes of {@code utf-8;} addresses (RFC 6533
 * section 3) taken off.
 */
final class AddressField {
  private static final int LONGEST = 1_000;

  private AddressField() {}

  /** The address, or the bare name where the field has no domain; null where it says nothing. */
  static @Nullable String address(@Nullable String field) {
    if (field == null) {
      return null;
    }
    String text = field.length() > LONGEST ? field.substring(0, LONGEST) : field;
    int type = typeEnd(text);
    String value = text.substring(type).strip();
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    if (open >= 0) {
      value = value.substring(open + 1, close < 0 ? value.length() : close).strip();
    } else if (close > 0) {
      value = value.substring(0, close).strip();
    }
    value = unroute(value);
    value = unescape(value);
    int comment = value.indexOf(" (");
    value = comment > 0 ? value.substring(0, comment) : value;
    value = trimJunk(unfold(value));
    return value.isEmpty() || value.startsWith("@") || value.equalsIgnoreCase("unknown")
        ? null
        : lowerDomain(value);
  }

  /** A domain that was folded in its middle, after a dot (RFC 5322 section 2.2.3). */
  private static String unfold(String value) {
    int at = value.indexOf('@');
    int gap = at < 0 ? -1 : value.indexOf(". ", at);
    return gap < 0 || value.indexOf(' ', gap + 2) >= 0
        ? value
        : value.substring(0, gap + 1) + value.substring(gap + 2);
  }

  /** The spelling of the local part counts (RFC 5321 section 2.4), that of the domain does not. */
  static String lowerDomain(String address) {
    int sign = address.lastIndexOf('@');
    return sign < 0
        ? address
        : address.substring(0, sign) + address.substring(sign).toLowerCase(Locale.ROOT);
  }

  private static int typeEnd(String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      return 0;
    }
    for (int i = 0; i < semicolon; i++) {
      char c = text.charAt(i);
      if (c == '@' || c == '<' || c == '"') {
        return 0;
      }
    }
    return semicolon + 1;
  }

  /** RFC 5321 appendix C. */
  private static String unroute(String value) {
    int colon = value.indexOf(':');
    if (value.startsWith("@") && colon > 0 && value.indexOf('@', colon) > 0) {
      return value.substring(colon + 1);
    }
    for (String scheme : new String[] {"smtp:", "mailto:"}) {
      if (value.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return value.substring(scheme.length());
      }
    }
    return value;
  }

  private static String unescape(String value) {
    if (value.indexOf("\\x{") >= 0) {
      return unescapeUtf8(value);
    }
    boolean bare = value.indexOf('@') < 0;
    int plus = value.indexOf('+');
    if (plus < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      String code =
          value.charAt(i) == '+' && i + 3 <= value.length() ? value.substring(i + 1, i + 3) : "";
      // only what xtext must encode: anything else behind a plus is a subaddress (RFC 5233)
      boolean encoded = code.equals("2B") || code.equals("3D") || (bare && code.equals("40"));
      out.append(encoded ? (char) Integer.parseInt(code, 16) : value.charAt(i));
      i += encoded ? 2 : 0;
    }
    return out.toString();
  }

  private static String unescapeUtf8(String value) {
    StringBuilder out = new StringBuilder(value.length());
    int i = 0;
    while (i < value.length()) {
      int close = value.startsWith("\\x{", i) ? value.indexOf('}', i) : -1;
      if (close > i + 3 && close - i <= 9) {
        try {
          out.appendCodePoint(Integer.parseInt(value.substring(i + 3, close), 16));
          i = close + 1;
          continue;
        } catch (IllegalArgumentException e) { // not hexadecimal, or no code point: stays as it is
          close = -1;
        }
      }
      out.append(value.charAt(i++));
    }
    return out.toString();
  }

  private static String trimJunk(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && " \t'(,;".indexOf(value.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && " \t'),;.:".indexOf(value.charAt(to - 1)) >= 0) {
      to--;
    }
    String trimmed = value.substring(from, to);
    boolean whollyQuoted =
        trimmed.length() > 2 && trimmed.startsWith("\"") && trimmed.endsWith("\"");
    return whollyQuoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
  }
}
