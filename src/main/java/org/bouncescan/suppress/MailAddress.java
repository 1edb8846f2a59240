package org.bouncescan.suppress;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an e-mail address is (RFC 5321 section 4.1.2), as far as importers take one: no quoted local parts, no literals. */
public final class MailAddress {
  private static final Pattern LOCAL = Pattern.compile(
      "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,32}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private MailAddress() {}

  /**
   * The address as an importer takes it: ASCII, the domain in lower case and, where it is international, in its ASCII
   * form (RFC 5890).
   *
   * @return null for what is no address, or has a local part that only SMTPUTF8 can carry
   */
  public static @Nullable String normalise(@Nullable String text) {
    if (text == null || text.length() > 254) {
      return null;
    }
    String address = text.strip();
    int at = address.lastIndexOf('@');
    if (at < 1 || at > 64 || !LOCAL.matcher(address.substring(0, at)).matches()) {
      return null;
    }
    String domain = domain(address.substring(at + 1));
    return domain == null || at + 1 + domain.length() > 254
        ? null
        : address.substring(0, at) + "@" + domain;
  }

  /** A domain name in ASCII and lower case; null for what is none, or has no dot. */
  public static @Nullable String domain(String text) {
    String ascii;
    try {
      ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
    String[] labels = ascii.split("\\.", -1);
    if (ascii.length() > 253 || labels.length < 2) {
      return null;
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return null;
      }
    }
    return labels[labels.length - 1].matches("\\d+") ? null : ascii;
  }

  /** What two spellings of an address have in common: all of it in lower case. */
  public static String key(String address) {
    return address.strip().toLowerCase(Locale.ROOT);
  }
}
