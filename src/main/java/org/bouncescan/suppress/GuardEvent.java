package org.bouncescan.suppress;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.bouncescan.classify.Category;
import org.jspecify.annotations.Nullable;

/**
 * A day on which a provider or a rule called far more addresses dead than usual and is not believed, or on which far
 * more mail than usual failed on its way.
 *
 * @param day the day of receipt, UTC
 * @param provider the provider that is not believed; null where a rule is not
 * @param rule the rule that is not believed; null where a provider is not
 * @param category the failure on the way that is not held against addresses, of a provider or of all; null where the
 *     event is about dead addresses
 * @param count how many new addresses it called dead that day
 * @param usual how many it calls dead on a busy usual day
 * @param allowed how many would have been believed
 * @param from what it said from here on is not believed
 * @param until what it says from here on is believed again, and confirms
 */
public record GuardEvent(
    LocalDate day,
    @Nullable String provider,
    @Nullable String rule,
    @Nullable Category category,
    long count,
    long usual,
    long allowed,
    Instant from,
    Instant until) {
  public GuardEvent {
    Objects.requireNonNull(day, "day is null");
    Objects.requireNonNull(from, "from is null");
    Objects.requireNonNull(until, "until is null");
    boolean dead = (provider == null) != (rule == null);
    if (category == null ? !dead : rule != null) {
      throw new IllegalArgumentException(
          "a guard event is about a provider, a rule, or a failure on the way");
    }
  }

  /** What names the event in the ledger and on the command line: {@code 2026-11-24/provider/google}. */
  public String id() {
    return id(day, provider, rule, category);
  }

  static String id(
      LocalDate day,
      @Nullable String provider,
      @Nullable String rule,
      @Nullable Category category) {
    return day
        + (provider == null ? "" : "/provider/" + provider)
        + (rule == null ? "" : "/rule/" + rule)
        + (category == null ? "" : "/" + category.label());
  }

  /** True where this incident is not believed because of the event. */
  public boolean covers(Incident incident) {
    return (category == null ? Guard.judges(incident) : incident.category() == category)
        && covers(incident.provider(), incident.rule(), incident.receivedAt());
  }

  /** True where a suppression rests on what is not believed because of the event. */
  public boolean covers(Suppression suppression) {
    return category == null
        && covers(suppression.provider(), suppression.rule(), suppression.firstSeen());
  }

  private boolean covers(String ofProvider, @Nullable String byRule, Instant at) {
    boolean about =
        (provider == null || provider.equals(ofProvider)) && (rule == null || rule.equals(byRule));
    return about && !at.isBefore(from) && at.isBefore(until);
  }
}
