package org.bouncescan.suppress;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to do with an address, and why.
 *
 * @param measure what to do
 * @param reason why, in plain words for a marketer
 * @param count how many distinct messages count towards it, this one included
 * @param cause what the suppression or hold is for; null where nothing is suppressed or held
 * @param evidence the incident that decided; null where none did
 * @param first the first incident that counts towards it; null where none does
 */
public record Decision(
    Measure measure,
    String reason,
    int count,
    @Nullable Cause cause,
    @Nullable Incident evidence,
    @Nullable Incident first) {
  public Decision {
    Objects.requireNonNull(measure, "measure is null");
    Objects.requireNonNull(reason, "reason is null");
  }

  /** A decision that rests on no incident. */
  public Decision(Measure measure, String reason, int count) {
    this(measure, reason, count, null, null, null);
  }
}
