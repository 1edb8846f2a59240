package org.bouncescan.suppress;

import java.time.Duration;
import java.util.Objects;

/**
 * When new suppressions of one provider or one rule are held back.
 *
 * @param enabled false to believe every provider always
 * @param floor so many new dead addresses of one provider in one day are never held
 * @param factor more than so many times the usual number, that of the busiest day but one, is held
 * @param ruleFloor so many new dead addresses by one rule in one day, over all providers, are never held; higher than
 *     {@code floor}, because a campaign to an old list is spread over all providers and is no failure of one
 * @param usualDays over how many days before it the usual number is taken
 * @param confirmDays a like number so many days later shows that a list is dead rather than a provider ill
 * @param reviewDays an address that is not called dead again for so many days is no longer held for review
 * @param margin how long before and after a day that tripped the provider is not believed either, so that a failure
 *     that crosses midnight does not confirm itself
 */
public record GuardSettings(
    boolean enabled,
    int floor,
    double factor,
    int ruleFloor,
    int usualDays,
    int confirmDays,
    int reviewDays,
    Duration margin) {
  public static final GuardSettings DEFAULT =
      new GuardSettings(true, 50, 5, 500, 60, 3, 30, Duration.ofHours(12));

  public GuardSettings {
    Objects.requireNonNull(margin, "margin is null");
    if (floor < 1
        || ruleFloor < 1
        || factor < 1
        || usualDays < 1
        || confirmDays < 1
        || reviewDays < 1
        || margin.isNegative()) {
      throw new IllegalArgumentException(
          "the guard needs a floor, a factor and days of at least 1");
    }
  }

  /** These settings with another floor and factor; the rule floor stays ten times the floor. */
  public GuardSettings with(int newFloor, double newFactor) {
    return new GuardSettings(
        enabled, newFloor, newFactor, newFloor * 10, usualDays, confirmDays, reviewDays, margin);
  }

  public GuardSettings disabled() {
    return new GuardSettings(
        false, floor, factor, ruleFloor, usualDays, confirmDays, reviewDays, margin);
  }
}
