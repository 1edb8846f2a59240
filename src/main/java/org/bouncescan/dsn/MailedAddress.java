package org.bouncescan.dsn;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides which address we mailed, from all that a report lets one know of it. */
final class MailedAddress {
  private MailedAddress() {}

  /**
   * {@code status} with the recipient that the returned message proves, or the address that received the report.
   *
   * @param reportedTo the address of ours that received the report; null when unknown
   */
  static RecipientStatus prove(
      RecipientStatus status,
      @Nullable ReturnedMessage returned,
      @Nullable String reportedTo,
      boolean alone) {
    String known = status.recipient();
    String mailed = known;
    if (returned != null) {
      if (known == null) {
        mailed = alone && returned.to().size() == 1 ? returned.to().get(0) : null;
      } else if (known.indexOf('@') < 0) {
        mailed = complete(known, returned);
      } else if (alone && status.originalRecipient() == null) {
        mailed = forwarded(known, returned);
      }
    }
    if (mailed == null && alone) {
      mailed = VerpAddress.recipient(reportedTo);
    }
    mailed = mailed == null ? null : AddressField.lowerDomain(mailed);
    return mailed == null || mailed.equals(known)
        ? status
        : status.mailedTo(
            mailed, status.finalRecipient() == null ? known : status.finalRecipient());
  }

  /** A bare local name gets the domain of the returned To that has the same local part, and no other. */
  private static String complete(String name, ReturnedMessage returned) {
    String start = name.toLowerCase(Locale.ROOT) + "@";
    for (String to : returned.to()) {
      if (to.toLowerCase(Locale.ROOT).startsWith(start)) {
        return to;
      }
    }
    return name;
  }

  /**
   * The address in the returned To, where it is alone and the mail was delivered to it before it went on: some server
   * on its way noted it as the recipient of the envelope.
   */
  private static String forwarded(String known, ReturnedMessage returned) {
    List<String> to = returned.to();
    if (to.size() != 1 || to.get(0).equalsIgnoreCase(known)) {
      return known;
    }
    String mailed = to.get(0);
    for (String name : new String[] {
      "delivered-to", "x-original-to", "envelope-to", "x-forwarded-for", "x-forwarded-to"
    }) {
      String value = returned.headers().get(name);
      if (value != null
          && value.toLowerCase(Locale.ROOT).contains(mailed.toLowerCase(Locale.ROOT))) {
        return mailed;
      }
    }
    return known;
  }
}
