package org.bouncescan.job;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which suppressions, holds and reviews to undo, and why: all those that fit every criterion that is set.
 *
 * @param address an address; null for any
 * @param domain a recipient domain; null for any
 * @param provider who runs the recipients' mail system; null for any
 * @param rule the id of the rule that decided; null for any
 * @param day the day of the run that decided; null for any
 * @param guardEvent the id of the guard's event that holds them back, as {@code status} shows it; null for any
 * @param reason why, in the words of who releases; kept
 * @param by who releases; kept
 */
public record Release(
    @Nullable String address,
    @Nullable String domain,
    @Nullable String provider,
    @Nullable String rule,
    @Nullable LocalDate day,
    @Nullable String guardEvent,
    String reason,
    String by) {
  public Release {
    if (address == null
        && domain == null
        && provider == null
        && rule == null
        && day == null
        && guardEvent == null) {
      throw new IllegalArgumentException("a release names at least one criterion");
    }
  }
}
