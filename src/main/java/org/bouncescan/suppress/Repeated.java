package org.bouncescan.suppress;

import java.util.Objects;

/**
 * What becomes of an address when a reason that does not suppress keeps coming back.
 *
 * @param threshold how often, always a count
 * @param measure what to do then
 */
public record Repeated(Threshold threshold, Measure measure) {
  public Repeated {
    Objects.requireNonNull(measure, "measure is null");
    if (threshold.when() != Threshold.When.AFTER) {
      throw new IllegalArgumentException("a repetition is counted: " + threshold);
    }
  }
}
