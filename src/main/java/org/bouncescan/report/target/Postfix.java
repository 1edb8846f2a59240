package org.bouncescan.report.target;

import java.util.Locale;

/** Postfix access map for check_recipient_access (access(5)): the key in lower case, then the action. */
final class Postfix implements ImportFormat {
  @Override
  public String row(Entry entry) {
    if (entry.address().startsWith("#")) {
      // It would be a comment, and the table has no way to quote.
      return "";
    }
    String status = entry.status() == null ? "" : " " + entry.status();
    return entry.address().toLowerCase(Locale.ROOT) + "  REJECT suppressed: "
        + entry.cause().label() + status + "\n";
  }
}
