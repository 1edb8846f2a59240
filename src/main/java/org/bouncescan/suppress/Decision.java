package org.bouncescan.suppress;

import java.util.Objects;

/**
 * What to do with an address, and why.
 *
 * @param measure what to do
 * @param reason why, in plain words for a marketer
 * @param count how many distinct messages count towards it, this one included
 */
public record Decision(Measure measure, String reason, int count) {
  public Decision {
    Objects.requireNonNull(measure, "measure is null");
    Objects.requireNonNull(reason, "reason is null");
  }
}
