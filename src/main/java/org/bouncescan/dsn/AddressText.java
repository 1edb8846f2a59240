package org.bouncescan.dsn;

import org.jspecify.annotations.Nullable;

/**
 * Finds mail addresses (RFC 5321 section 4.1.2, RFC 6531) where they stand in running text, with the wrappings that mail
 * software puts around them. Linear, no regular expression.
 *
 * @param address local part, {@code @}, domain; the spelling of the text
 * @param start index of the first character, wrapping included
 * @param end index after the last character, wrapping included
 */
record AddressText(String address, int start, int end) {
  private static final int LONGEST_LOCAL = 256;

  /** The address that begins at {@code at}, perhaps in brackets or quotes or after {@code smtp:}, or null. */
  static @Nullable AddressText at(CharSequence text, int at) {
    int n = text.length();
    int i = at;
    char open = i < n ? text.charAt(i) : 0;
    char close = closing(open);
    if (close != 0) {
      i++;
    }
    i = skipScheme(text, i);
    if (i < n && text.charAt(i) == '<') { // 'smtp:<a@b>', '"<a@b>"'
      i++;
    }
    if (i < n && text.charAt(i) == '@') { // source route: <@relay,@relay:user@host>
      int colon = indexOf(text, ':', i, Math.min(n, i + LONGEST_LOCAL));
      if (colon < 0) {
        return null;
      }
      i = colon + 1;
    }
    int sign = localEnd(text, i, close != 0);
    if (sign <= i || sign >= n || text.charAt(sign) != '@') {
      return null;
    }
    int end = domainEnd(text, sign + 1);
    if (end < 0) {
      return null;
    }
    String local = text.subSequence(i, sign).toString();
    String domain = text.subSequence(sign + 1, end).toString();
    if (close == 0 && local.length() > 1 && local.charAt(0) == '\'') {
      local = local.substring(1);
    }
    int after = end;
    while (after < n && after < end + 2 && isClosing(text.charAt(after))) {
      after++;
    }
    return new AddressText(local + "@" + domain, at, after);
  }

  /** The first address at or after {@code from}, or null. */
  static @Nullable AddressText find(CharSequence text, int from) {
    int n = text.length();
    for (int sign = indexOf(text, '@', from, n);
        sign >= 0;
        sign = indexOf(text, '@', sign + 1, n)) {
      AddressText found = around(text, from, sign);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable AddressText around(CharSequence text, int from, int sign) {
    int start = sign;
    if (start > from && text.charAt(start - 1) == '"') { // "john smith"@example.org
      int quote = start - 2;
      while (quote >= from && text.charAt(quote) != '"' && sign - quote < LONGEST_LOCAL) {
        quote--;
      }
      start = quote >= from && text.charAt(quote) == '"' ? quote : sign;
    } else {
      while (start > from && isAtext(text.charAt(start - 1)) && sign - start < LONGEST_LOCAL) {
        start--;
      }
      while (start < sign && "'/=.".indexOf(text.charAt(start)) >= 0 && !routed(text, start)) {
        start++;
      }
    }
    if (start == sign) {
      return null;
    }
    int end = domainEnd(text, sign + 1);
    if (end < 0) {
      return null;
    }
    int left = start > from && closing(text.charAt(start - 1)) != 0 ? start - 1 : start;
    int right = end;
    if (left < start && right < text.length() && isClosing(text.charAt(right))) {
      right++;
    }
    return new AddressText(text.subSequence(start, end).toString(), left, right);
  }

  /** True at an X.400 address written as a local part: {@code /S=doe/O=x@gateway}. */
  private static boolean routed(CharSequence text, int at) {
    return text.charAt(at) == '/'
        && at + 2 < text.length()
        && indexOf(text, '=', at, Math.min(text.length(), at + 6)) > 0;
  }

  private static int skipScheme(CharSequence text, int i) {
    for (String scheme : new String[] {"mailto:", "smtp:", "rfc822;", "utf-8;"}) {
      if (regionIs(text, i, scheme)) {
        int after = i + scheme.length();
        while (after < text.length() && text.charAt(after) == ' ') {
          after++;
        }
        return after;
      }
    }
    return i;
  }

  static boolean regionIs(CharSequence text, int at, String lower) {
    if (at + lower.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if (Character.toLowerCase(text.charAt(at + i)) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int localEnd(CharSequence text, int from, boolean wrapped) {
    int n = text.length();
    int i = from;
    if (i < n && text.charAt(i) == '"') {
      i++;
      while (i < n && text.charAt(i) != '"' && i - from < LONGEST_LOCAL) {
        i += text.charAt(i) == '\\' ? 2 : 1;
      }
      return Math.min(i + 1, n);
    }
    while (i < n
        && i - from < LONGEST_LOCAL
        && (isAtext(text.charAt(i)) || isForeign(text.charAt(i)))) {
      i++;
    }
    if (wrapped
        && i < n
        && text.charAt(i)
            != '@') { // spaces and the like inside brackets are part of a strange name
      int sign = indexOf(text, '@', i, Math.min(n, from + LONGEST_LOCAL));
      int stop = indexOf(text, '>', i, Math.min(n, from + LONGEST_LOCAL));
      return sign > 0 && (stop < 0 || sign < stop) && text.charAt(from - 1) == '<' ? sign : i;
    }
    return i;
  }

  /** Index after the domain that begins at {@code from}; -1 where there is none. */
  private static int domainEnd(CharSequence text, int from) {
    int n = text.length();
    if (from < n && text.charAt(from) == '[') {
      int close = indexOf(text, ']', from, Math.min(n, from + 64));
      return close < 0 ? -1 : close + 1;
    }
    int i = from;
    while (i < n && i - from < 255 && isDomainChar(text.charAt(i), text, from)) {
      i++;
    }
    while (i > from && ".-_".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i > from ? i : -1;
  }

  private static boolean isDomainChar(char c, CharSequence text, int from) {
    if (isAsciiAlnum(c) || c == '.' || c == '-' || c == '_') {
      return true;
    }
    // an internationalised domain; but an ASCII domain ends where Chinese or Japanese text follows
    // without a space
    return isForeign(c)
        && Character.isLetter(c)
        && from < text.length()
        && isForeign(text.charAt(from));
  }

  private static boolean isForeign(char c) {
    return c > 127 && Character.isLetterOrDigit(c);
  }

  static boolean isAsciiAlnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isAtext(char c) {
    return isAsciiAlnum(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
  }

  private static char closing(char c) {
    return switch (c) {
      case '<' -> '>';
      case '"' -> '"';
      case '\'' -> '\'';
      case '(' -> ')';
      case '[' -> ']';
      case '\u201c' -> '\u201d';
      case '\u201e' -> '\u201c';
      case '\uff1c' -> '\uff1e';
      default -> 0;
    };
  }

  private static boolean isClosing(char c) {
    return ">\"')]\u201d\u201c\uff1e".indexOf(c) >= 0;
  }

  static int indexOf(CharSequence text, char c, int from, int to) {
    for (int i = Math.max(from, 0); i < to; i++) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }

  /** True where the domain is one of the public net: it has a dot, or is a literal IP address. */
  boolean hasPublicDomain() {
    int sign = address.lastIndexOf('@');
    return address.indexOf('.', sign) > 0 || address.indexOf('[', sign) > 0;
  }
}
