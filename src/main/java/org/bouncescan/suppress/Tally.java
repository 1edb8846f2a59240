package org.bouncescan.suppress;

import java.time.LocalDate;
import java.util.Objects;

/**
 * How many addresses a provider called dead for the first time in one day, judged by one rule.
 *
 * @param day the day of receipt, UTC
 * @param addresses each address once, on the day of its first hard failure
 */
public record Tally(LocalDate day, String provider, String rule, long addresses) {
  public Tally {
    Objects.requireNonNull(day, "day is null");
    Objects.requireNonNull(provider, "provider is null");
    Objects.requireNonNull(rule, "rule is null");
  }
}
