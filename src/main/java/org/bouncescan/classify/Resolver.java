package org.bouncescan.classify;

import java.util.Locale;

/** Who can fix it. */
public enum Resolver {
  NOBODY,
  RECIPIENT,
  RECIPIENT_POSTMASTER,
  SENDER,
  MAILBOX_PROVIDER,
  DOMAIN_OWNER;

  /** The name used in files: {@code recipient_postmaster}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
