package org.bouncescan.suppress;

import java.util.Locale;

/** What to do with an address. */
public enum Measure {
  /** Stop mailing: the address goes on the suppression list. */
  SUPPRESS,
  /** Stop mailing, keep the contact, and ask the recipient through another channel. */
  HOLD,
  /** Counted towards a threshold. */
  COUNT,
  /** A person must look first. */
  REVIEW,
  /** Nothing about this address. */
  NONE;

  /** The name used in files: {@code suppress}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
