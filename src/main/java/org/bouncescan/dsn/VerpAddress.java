package org.bouncescan.dsn;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The recipient that a variable envelope return path carries: {@code bounces+ann=example.org@news.example.com} and
 * {@code news-return-17-ann=example.org@news.example.com} (https://cr.yp.to/proto/verp.txt).
 */
final class VerpAddress {
  private VerpAddress() {}

  /** The recipient in {@code address}; null where there is none, or where it is not certain which part of it is the recipient. */
  static @Nullable String recipient(@Nullable String address) {
    int sign = address == null ? -1 : address.lastIndexOf('@');
    if (address == null || sign < 0) {
      return null;
    }
    String local = address.substring(0, sign);
    int equals = local.lastIndexOf('=');
    String lower = local.toLowerCase(Locale.ROOT);
    // the other uses of '=' in envelopes: BATV and SRS carry the sender
    if (equals < 0 || lower.startsWith("prvs=") || lower.startsWith("srs")) {
      return null;
    }
    String domain = local.substring(equals + 1);
    int start = nameStart(local, equals);
    String found = start < 0 ? "" : local.substring(start, equals) + "@" + domain;
    AddressText read = AddressText.at(found, 0);
    return read != null && read.end() == found.length() && read.hasPublicDomain()
        ? AddressField.lowerDomain(found)
        : null;
  }

  /** Where the recipient's name begins: behind a plus, or behind the only hyphen or the last number between hyphens. */
  private static int nameStart(String local, int equals) {
    int plus = local.indexOf('+');
    if (plus >= 0 && plus < equals) {
      return plus + 1;
    }
    int first = local.indexOf('-');
    if (first < 0 || first > equals) {
      return -1;
    }
    int after = -1;
    for (int hyphen = first; hyphen >= 0 && hyphen < equals; ) {
      int next = local.indexOf('-', hyphen + 1);
      if (next > hyphen + 1 && next < equals && isNumber(local, hyphen + 1, next)) {
        after = next + 1;
      }
      hyphen = next;
    }
    int second = local.indexOf('-', first + 1);
    boolean single = second < 0 || second > equals;
    return after >= 0 ? after : single ? first + 1 : -1;
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
