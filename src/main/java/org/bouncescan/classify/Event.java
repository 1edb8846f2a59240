package org.bouncescan.classify;

import java.util.Locale;

/** What a message reports for a recipient; decided before any category. */
public enum Event {
  FAILED,
  DELAYED,
  DELIVERED,
  COMPLAINT,
  UNSUBSCRIBE_REQUEST,
  AUTO_REPLY,
  CHALLENGE_RESPONSE,
  NOT_A_REPORT,
  UNPARSABLE;

  /** The name used in files: {@code failed}, {@code auto_reply}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
