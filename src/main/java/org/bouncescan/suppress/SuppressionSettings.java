package org.bouncescan.suppress;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on besides the history of an address.
 *
 * @param thresholds by category, and by subtype where it differs; complete for all categories
 * @param repeated what happens when a reason that does not suppress comes back again and again
 * @param ambiguousHard what a dead address takes when no reply states it clearly
 * @param expiry how long a suppression for a category lasts; a category that is absent lasts until released
 * @param forgetAfter failures older than this no longer count towards a threshold, because success is mostly silent
 * @param claimProof how long a claim of allow-listing must hold before it ends a hold
 * @param suppressUnverified true where a report that can't be tied to a message of ours may suppress
 */
public record SuppressionSettings(
    Map<Kind, Threshold> thresholds,
    Map<Category, Repeated> repeated,
    Threshold ambiguousHard,
    Map<Category, Duration> expiry,
    Duration forgetAfter,
    Duration claimProof,
    boolean suppressUnverified,
    GuardSettings guard) {
  /** What is decided when the job file says nothing else. */
  public static final SuppressionSettings DEFAULT = new SuppressionSettings(
      defaultThresholds(),
      Map.of(
          Category.RECIPIENT_RESTRICTED,
          new Repeated(Threshold.after(3, 30), Measure.SUPPRESS),
          Category.POLICY_REJECTED,
          new Repeated(Threshold.after(3, 30), Measure.HOLD),
          Category.RECIPIENT_RATE_LIMITED,
          new Repeated(Threshold.after(3, 7), Measure.REVIEW)),
      Threshold.after(2, 14),
      Map.of(),
      Duration.ofDays(180),
      Duration.ofDays(14),
      false,
      GuardSettings.DEFAULT);

  public SuppressionSettings {
    // In order, so that equal settings read alike.
    thresholds = ordered(thresholds);
    repeated = ordered(repeated);
    expiry = ordered(expiry);
    Objects.requireNonNull(ambiguousHard, "ambiguousHard is null");
    Objects.requireNonNull(forgetAfter, "forgetAfter is null");
    Objects.requireNonNull(claimProof, "claimProof is null");
    Objects.requireNonNull(guard, "guard is null");
    for (Category category : Category.values()) {
      if (!thresholds.containsKey(Kind.of(category))) {
        throw new IllegalArgumentException("no threshold for " + category.label());
      }
    }
  }

  private static <K, V> Map<K, V> ordered(Map<K, V> map) {
    Map<K, V> ordered = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted(Comparator.comparing(it -> String.valueOf(it.getKey())))
        .forEachOrdered(it -> ordered.put(it.getKey(), it.getValue()));
    return Collections.unmodifiableMap(ordered);
  }

  /** The threshold for a verdict whose text says it clearly. */
  public Threshold threshold(Category category, @Nullable String subtype) {
    if (subtype != null) {
      Threshold special = thresholds.get(new Kind(category, subtype));
      if (special != null) {
        return special;
      }
    }
    return Objects.requireNonNull(thresholds.get(Kind.of(category)));
  }

  /** The threshold for a verdict; a dead address that no text states clearly takes {@link #ambiguousHard}. */
  public Threshold threshold(Category category, @Nullable String subtype, boolean statedClearly) {
    Threshold threshold = threshold(category, subtype);
    boolean guess = !statedClearly && category.bounceClass() == BounceClass.HARD;
    return guess && threshold.equals(Threshold.NOW) ? ambiguousHard : threshold;
  }

  /** These settings with another threshold for a category and all its subtypes. */
  public SuppressionSettings with(Category category, Threshold threshold) {
    Map<Kind, Threshold> changed = new HashMap<>(thresholds);
    changed.keySet().removeIf(it -> it.category() == category);
    changed.put(Kind.of(category), threshold);
    return new SuppressionSettings(
        changed,
        repeated,
        ambiguousHard,
        expiry,
        forgetAfter,
        claimProof,
        suppressUnverified,
        guard);
  }

  /** These settings, in which a suppression for a category ends after some time. */
  public SuppressionSettings expiring(Category category, Duration after) {
    Map<Category, Duration> changed = new HashMap<>(expiry);
    changed.put(category, after);
    return new SuppressionSettings(
        thresholds,
        repeated,
        ambiguousHard,
        changed,
        forgetAfter,
        claimProof,
        suppressUnverified,
        guard);
  }

  public SuppressionSettings suppressUnverified(boolean believe) {
    return new SuppressionSettings(
        thresholds, repeated, ambiguousHard, expiry, forgetAfter, claimProof, believe, guard);
  }

  public SuppressionSettings guard(GuardSettings changed) {
    return new SuppressionSettings(
        thresholds,
        repeated,
        ambiguousHard,
        expiry,
        forgetAfter,
        claimProof,
        suppressUnverified,
        changed);
  }

  private static Map<Kind, Threshold> defaultThresholds() {
    Map<Kind, Threshold> defaults = new HashMap<>();
    for (Category category : Category.values()) {
      defaults.put(Kind.of(category), defaultThreshold(category));
    }
    // A null MX or a reply 521 or 556 is the domain's own word that it takes no mail; a name that
    // is
    // not found may be a passing fault.
    defaults.put(Kind.of(Category.BAD_DOMAIN, "null_mx"), Threshold.NOW);
    defaults.put(Kind.of(Category.BAD_DOMAIN, "no_mail_service"), Threshold.NOW);
    // A person who blocks us has opted out; an organisation that does must be asked.
    defaults.put(Kind.of(Category.BLOCKED_BY_RECIPIENT, "person"), Threshold.NOW);
    return defaults;
  }

  private static Threshold defaultThreshold(Category category) {
    return switch (category) {
      case INVALID_RECIPIENT, RECIPIENT_MOVED, INACTIVE_MAILBOX, SUPPRESSED_BY_SENDER ->
        Threshold.NOW;
      case BAD_DOMAIN -> Threshold.after(2, 3);
      case MAILBOX_FULL, MESSAGE_EXPIRED -> Threshold.after(3, 21);
      case RECIPIENT_RESTRICTED, CHALLENGE_RESPONSE, BLOCKED_BY_RECIPIENT -> Threshold.HOLD;
      case RELAY_DENIED, DNS_FAILURE -> Threshold.after(3, 7);
      case CONNECTION_FAILED -> Threshold.after(3, 14);
      case ROUTING_ERROR -> Threshold.after(4, 14);
      case REMOTE_SYSTEM_ERROR -> Threshold.after(5, 21);
      case UNDETERMINED -> Threshold.after(3, 30);
      case POLICY_REJECTED,
          BLOCKLISTED,
          BAD_REPUTATION,
          SPAM_CONTENT,
          PROHIBITED_CONTENT,
          VIRUS_DETECTED,
          AUTH_FAILED,
          INVALID_SENDER,
          REVERSE_DNS,
          TLS_FAILURE,
          RATE_LIMITED,
          RECIPIENT_RATE_LIMITED,
          GREYLISTED,
          MESSAGE_TOO_LARGE,
          MESSAGE_MALFORMED,
          PROTOCOL_ERROR -> Threshold.NEVER;
    };
  }
}
