package org.bouncescan.suppress;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What to do with an address, from what messages reported about it. Pure: the same history gives the same decision.
 *
 * <p>Messages count, not reports: the warning and the final failure of one message are one. At most one message a day
 * counts, delivered mail starts a new count, and what can't be tied to a message of ours counts for nothing.
 */
public final class SuppressionPolicy {
  private final SuppressionSettings settings;

  public SuppressionPolicy(SuppressionSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
  }

  public SuppressionSettings settings() {
    return settings;
  }

  /** What one message justifies by itself, without any history. */
  public Measure alone(Outcome outcome) {
    return switch (outcome.event()) {
      case COMPLAINT, UNSUBSCRIBE_REQUEST -> Measure.SUPPRESS;
      case CHALLENGE_RESPONSE -> Measure.HOLD;
      case UNPARSABLE -> Measure.REVIEW;
      case FAILED -> outcome.verdict() == null ? Measure.REVIEW : alone(outcome.verdict(), outcome);
      case DELAYED, DELIVERED, AUTO_REPLY, NOT_A_REPORT -> Measure.NONE;
    };
  }

  /** What one failure with this verdict justifies by itself. */
  public Measure alone(Verdict verdict) {
    return alone(verdict, Incidents.statedClearly(verdict));
  }

  private Measure alone(Verdict verdict, Outcome outcome) {
    return alone(verdict, Incidents.statedClearly(verdict) && !Incidents.forwarded(outcome));
  }

  private Measure alone(Verdict verdict, boolean clear) {
    return switch (settings
        .threshold(verdict.category(), verdict.subtype(), clear)
        .when()) {
      case NOW -> Measure.SUPPRESS;
      case HOLD -> Measure.HOLD;
      case NEVER -> Measure.NONE;
      case AFTER -> verdict.category() == Category.UNDETERMINED ? Measure.REVIEW : Measure.COUNT;
    };
  }

  /** What to do with an address of which the ledger knows no more than these incidents. */
  public Decision decide(List<Incident> history, Instant now) {
    return decide(AddressHistory.of(history), now);
  }

  /** What to do with an address. A history without incidents gives {@link Measure#NONE}. */
  public Decision decide(AddressHistory history, Instant now) {
    List<Incident> live = history.incidents().stream()
        .filter(it -> it.id() > history.releasedThrough() && !stale(it, now))
        .toList();
    Decision optOut = optOut(live);
    if (optOut != null) {
      return optOut;
    }
    List<Incident> believed = unapproved(history, failures(live, lastDelivery(history)), now);
    List<Incident> unguarded = believed.stream()
        .filter(it -> history.guarded().stream().noneMatch(event -> event.covers(it)))
        .toList();
    Decision stop = stop(unguarded);
    if (stop != null) {
      return stop;
    }
    Decision kept = kept(history, now, Suppression.State.ACTIVE);
    if (kept != null) {
      return kept;
    }
    Decision guarded = guarded(believed, unguarded, now);
    if (guarded != null) {
      return guarded;
    }
    Decision hold = hold(unguarded);
    if (hold != null) {
      return hold;
    }
    kept = kept(history, now, Suppression.State.HELD);
    if (kept != null) {
      return kept;
    }
    return latest(history, live, unguarded);
  }

  /** When a suppression that rests on this decision ends by itself; null for never. */
  public @Nullable Instant expires(Decision decision) {
    Incident evidence = decision.evidence();
    if (evidence == null || evidence.category() == null) {
      return null;
    }
    Duration lasts = settings.expiry().get(evidence.category());
    return lasts == null ? null : evidence.receivedAt().plus(lasts);
  }

  /**
   * When an address that stands somewhere has to be decided anew though nothing is heard of it: the next moment at which
   * time alone may change something; null for never.
   *
   * @param standing where it stands after the decision
   */
  public @Nullable Instant due(AddressHistory history, Suppression standing, Instant now) {
    List<Instant> moments = new ArrayList<>();
    if (standing.expires() != null) {
      moments.add(standing.expires());
    }
    boolean active = standing.state() == Suppression.State.ACTIVE;
    if (history.claimed() != null && (!active || standing.cause() == Cause.RESTRICTED)) {
      moments.add(history.claimed().plus(settings.claimProof()));
    }
    // What is active stays so until it ends; what is not depends on each of its incidents.
    if (!active) {
      for (Incident it : history.incidents()) {
        Duration lasts = it.category() == null ? null : settings.expiry().get(it.category());
        if (lasts != null) {
          moments.add(it.receivedAt().plus(lasts));
        }
        if (Guard.judges(it)) {
          moments.add(it.receivedAt().plus(Duration.ofDays(settings.guard().reviewDays())));
        }
      }
    }
    return moments.stream()
        .filter(it -> it.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Evidence of a category that expires is forgotten when a suppression that rests on it would have ended. */
  private boolean stale(Incident incident, Instant now) {
    Category category = incident.category();
    Duration lasts = category == null ? null : settings.expiry().get(category);
    return lasts != null && !now.isBefore(incident.receivedAt().plus(lasts));
  }

  private boolean believed(Incident incident) {
    return incident.verified() || settings.suppressUnverified();
  }

  private @Nullable Decision optOut(List<Incident> live) {
    for (Incident it : live) {
      // Somebody who asks to be taken off is believed without proof: to ignore one is worse than to
      // be fooled once.
      if (it.event() == Event.UNSUBSCRIBE_REQUEST) {
        return suppress("asked to be taken off the list", 1, Cause.UNSUBSCRIBE, it, it);
      }
      if (it.event() == Event.COMPLAINT && believed(it)) {
        return suppress("complained about our mail as spam", 1, Cause.COMPLAINT, it, it);
      }
    }
    return null;
  }

  private static @Nullable Instant lastDelivery(AddressHistory history) {
    Instant last = history.delivered();
    for (Incident it : history.incidents()) {
      if (it.event() == Event.DELIVERED
          && it.verified()
          && (last == null || it.receivedAt().isAfter(last))) {
        last = it.receivedAt();
      }
    }
    return last;
  }

  /** The failures after {@code delivered} that may count, each message of ours once. */
  private List<Incident> failures(List<Incident> live, @Nullable Instant delivered) {
    Set<String> messages = new HashSet<>();
    List<Incident> failures = new ArrayList<>();
    for (Incident it : live) {
      boolean counts = delivered == null || it.receivedAt().isAfter(delivered);
      // A second report of a message adds nothing to a count, but it may say what the first did
      // not.
      if (counts
          && failed(it)
          && believed(it)
          && (messages.add(it.originalMessage()) || threshold(it).when() == Threshold.When.NOW)) {
        failures.add(it);
      }
    }
    return failures;
  }

  /** The failures without those of before a claim of approval that has stood for long enough. */
  private List<Incident> unapproved(AddressHistory history, List<Incident> failures, Instant now) {
    Instant claimed = history.claimed();
    boolean proved = claimed != null
        && !now.isBefore(claimed.plus(settings.claimProof()))
        && failures.stream()
            .noneMatch(it -> wantsApproval(it) && it.receivedAt().isAfter(claimed));
    return proved ? failures.stream().filter(it -> !wantsApproval(it)).toList() : failures;
  }

  /** True where an approval by the recipient or its organisation is what was missing. */
  private boolean wantsApproval(Incident it) {
    Category category = Objects.requireNonNull(it.category());
    return threshold(it).when() != Threshold.When.NOW
        && (category.bounceClass() == BounceClass.RESTRICTED
            || category == Category.POLICY_REJECTED);
  }

  private static boolean failed(Incident it) {
    return (it.event() == Event.FAILED || it.event() == Event.CHALLENGE_RESPONSE)
        && it.category() != null;
  }

  /** The first reason to suppress: one clear statement, or a count that is reached. */
  private @Nullable Decision stop(List<Incident> failures) {
    for (int i = 0; i < failures.size(); i++) {
      Incident it = failures.get(i);
      Threshold threshold = threshold(it);
      if (threshold.when() == Threshold.When.NOW) {
        return suppress(Words.said(it), 1, Cause.of(Objects.requireNonNull(it.category())), it, it);
      }
      Repeated repeated = repeated(it);
      boolean counted = threshold.when() == Threshold.When.AFTER;
      if (counted || (repeated != null && repeated.measure() == Measure.SUPPRESS)) {
        Threshold limit = counted ? threshold : Objects.requireNonNull(repeated).threshold();
        Count count = count(failures.subList(0, i + 1), it);
        if (count.reaches(limit)) {
          return suppress(
              Words.reached(it, count.messages(), count.days(), limit),
              count.messages(),
              Cause.of(Objects.requireNonNull(it.category())),
              it,
              count.first());
        }
      }
    }
    return null;
  }

  private @Nullable Decision guarded(
      List<Incident> believed, List<Incident> unguarded, Instant now) {
    Instant from = now.minus(Duration.ofDays(settings.guard().reviewDays()));
    for (Incident it : believed) {
      if (Guard.judges(it) && !unguarded.contains(it) && it.receivedAt().isAfter(from)) {
        return new Decision(Measure.REVIEW, Words.guarded(it), 1, Cause.HARD, it, it);
      }
    }
    return null;
  }

  private @Nullable Decision hold(List<Incident> failures) {
    for (int i = failures.size() - 1; i >= 0; i--) {
      Incident it = failures.get(i);
      if (holds(it, failures.subList(0, i + 1))) {
        Count count = count(failures, it);
        return new Decision(
            Measure.HOLD, Words.held(it), count.messages(), Cause.RESTRICTED, it, count.first());
      }
    }
    return null;
  }

  private boolean holds(Incident incident, List<Incident> failures) {
    Repeated repeated = repeated(incident);
    return threshold(incident).when() == Threshold.When.HOLD
        || (repeated != null
            && repeated.measure() == Measure.HOLD
            && count(failures, incident).reaches(repeated.threshold()));
  }

  /** What is in force stays so until something ends it. */
  private @Nullable Decision kept(AddressHistory history, Instant now, Suppression.State state) {
    Suppression current = history.current();
    if (current == null || current.state() != state || current.expired(now)) {
      return null;
    }
    if (current.cause() == Cause.HARD
        && history.guarded().stream().anyMatch(event -> event.covers(current))) {
      return null;
    }
    boolean optOut = current.cause() == Cause.COMPLAINT || current.cause() == Cause.UNSUBSCRIBE;
    Instant delivered = lastDelivery(history);
    if (!optOut && delivered != null && delivered.isAfter(current.lastSeen())) {
      return null;
    }
    if (current.cause() == Cause.RESTRICTED
        && history.claimed() != null
        && history.claimed().isAfter(current.lastSeen())
        && !now.isBefore(history.claimed().plus(settings.claimProof()))) {
      return null;
    }
    Measure measure = state == Suppression.State.ACTIVE ? Measure.SUPPRESS : Measure.HOLD;
    return new Decision(measure, current.reason(), current.count(), current.cause(), null, null);
  }

  /** Nothing stops mail to this address: what its last message says decides the wording. */
  private Decision latest(AddressHistory history, List<Incident> live, List<Incident> counted) {
    if (live.isEmpty()) {
      return new Decision(Measure.NONE, "nothing is known against this address", 0);
    }
    Instant delivered = lastDelivery(history);
    Incident last = live.get(live.size() - 1);
    if (last.event() == Event.COMPLAINT) {
      return new Decision(Measure.REVIEW, Words.unverifiedComplaint(), 0, null, last, null);
    }
    if (!failed(last) || (delivered != null && !last.receivedAt().isAfter(delivered))) {
      return new Decision(Measure.NONE, Words.noFailure(last), 0, null, last, null);
    }
    if (!believed(last)) {
      return new Decision(Measure.REVIEW, Words.unverified(last), 0, null, last, null);
    }
    if (history.guarded().stream().anyMatch(event -> event.covers(last))) {
      return new Decision(
          Measure.NONE,
          Guard.judges(last) ? Words.reviewOver(last) : Words.badDay(last),
          0,
          null,
          last,
          null);
    }
    Threshold threshold = threshold(last);
    Count count = count(counted, last);
    if (threshold.when() == Threshold.When.AFTER) {
      boolean review = last.category() == Category.UNDETERMINED;
      return new Decision(
          review ? Measure.REVIEW : Measure.COUNT,
          Words.counted(last, count.messages(), count.days(), threshold),
          count.messages(),
          null,
          last,
          count.first());
    }
    Repeated repeated = repeated(last);
    if (repeated != null
        && repeated.measure() == Measure.REVIEW
        && count.reaches(repeated.threshold())) {
      String reason = Words.reached(last, count.messages(), count.days(), repeated.threshold());
      return new Decision(Measure.REVIEW, reason, count.messages(), null, last, count.first());
    }
    return new Decision(
        Measure.NONE, Words.notAboutAddress(last), count.messages(), null, last, null);
  }

  private static Decision suppress(
      String reason, int count, Cause cause, Incident evidence, Incident first) {
    return new Decision(Measure.SUPPRESS, reason, count, cause, evidence, first);
  }

  private Threshold threshold(Incident it) {
    return settings.threshold(
        Objects.requireNonNull(it.category()), it.subtype(), it.statedClearly());
  }

  private @Nullable Repeated repeated(Incident it) {
    return settings.repeated().get(Objects.requireNonNull(it.category()));
  }

  /** What counts together with {@code with}: the same category, or any dead address that no text states clearly. */
  private boolean sameCount(Incident it, Incident with) {
    boolean guess = guess(with);
    return guess ? guess(it) : it.category() == with.category();
  }

  private static boolean guess(Incident it) {
    Category category = Objects.requireNonNull(it.category());
    return !it.statedClearly() && category.bounceClass() == BounceClass.HARD;
  }

  private Count count(List<Incident> failures, Incident with) {
    Instant from = with.receivedAt().minus(settings.forgetAfter());
    int messages = 0;
    Incident first = null;
    Incident last = null;
    LocalDate day = null;
    for (Incident it : failures) {
      if (!sameCount(it, with) || it.receivedAt().isBefore(from)) {
        continue;
      }
      LocalDate today = day(it);
      if (!today.equals(day)) {
        messages += it.doubleWeight() ? 2 : 1;
        day = today;
      }
      first = first == null ? it : first;
      last = it;
    }
    return new Count(messages, first == null ? with : first, last == null ? with : last);
  }

  private static LocalDate day(Incident it) {
    return it.receivedAt().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Failures that count together. */
  private record Count(int messages, Incident first, Incident last) {
    /** Days of the calendar, so that a weekly mailing an hour earlier than the last is still a week later. */
    long days() {
      return ChronoUnit.DAYS.between(day(first), day(last));
    }

    boolean reaches(Threshold limit) {
      return messages >= limit.messages() && days() >= limit.days();
    }
  }
}
