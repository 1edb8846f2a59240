package org.bouncescan.classify;

import java.util.Locale;

/** How far a verdict can be trusted. */
public enum Confidence {
  LOW,
  MEDIUM,
  HIGH;

  /** The name used in files: {@code high}, {@code medium}, {@code low}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
