package org.bouncescan.job;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.bouncescan.suppress.AddressHistory;
import org.bouncescan.suppress.Decision;
import org.bouncescan.suppress.Incident;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Suppression.State;
import org.bouncescan.suppress.SuppressionPolicy;
import org.jspecify.annotations.Nullable;

/** What a decision changes about where an address stands. */
final class NextStanding {
  private final SuppressionPolicy policy;
  private final Instant now;

  NextStanding(SuppressionPolicy policy, Instant now) {
    this.policy = Objects.requireNonNull(policy, "policy is null");
    this.now = Objects.requireNonNull(now, "now is null");
  }

  /** The address's new row of the suppression list, without its deciding reply; null where nothing changes. */
  @Nullable
  Suppression after(String address, AddressHistory history, Decision decision) {
    Suppression current = history.current();
    State state = state(decision);
    if (state == null) {
      return current == null || current.state() == State.RELEASED
          ? null
          : released(current, decision.reason());
    }
    Incident evidence = decision.evidence();
    if (evidence == null) {
      return null;
    }
    return standing(address, history, decision, evidence, state);
  }

  private static @Nullable State state(Decision decision) {
    if (decision.cause() == null) {
      return null;
    }
    return switch (decision.measure()) {
      case SUPPRESS -> State.ACTIVE;
      case HOLD -> State.HELD;
      case REVIEW -> State.REVIEW;
      case COUNT, NONE -> null;
    };
  }

  private @Nullable Suppression standing(
      String address, AddressHistory history, Decision decision, Incident evidence, State state) {
    Suppression current = history.current();
    Suppression before = current != null && current.state() == state ? current : null;
    Instant lastSeen = lastSeen(history, evidence);
    if (before != null
        && before.cause() == decision.cause()
        && before.count() == decision.count()
        && before.lastSeen().equals(lastSeen)) {
      return null;
    }
    Incident first = decision.first() == null ? evidence : decision.first();
    return new Suppression(
        address,
        state,
        Objects.requireNonNull(decision.cause()),
        evidence.category(),
        evidence.subtype(),
        evidence.rule(),
        evidence.provider(),
        decision.reason(),
        "",
        null,
        null,
        first.receivedAt(),
        lastSeen,
        decision.count(),
        before == null ? now : before.since(),
        policy.expires(decision));
  }

  /** The last time the same thing was said. */
  private static Instant lastSeen(AddressHistory history, Incident evidence) {
    return history.incidents().stream()
        .filter(it -> it.event() == evidence.event() && it.category() == evidence.category())
        .map(Incident::receivedAt)
        .max(Comparator.naturalOrder())
        .orElse(evidence.receivedAt());
  }

  private Suppression released(Suppression current, String reason) {
    return new Suppression(
        current.address(),
        State.RELEASED,
        current.cause(),
        current.category(),
        current.subtype(),
        current.rule(),
        current.provider(),
        reason,
        current.evidence(),
        current.status(),
        current.replyCode(),
        current.firstSeen(),
        current.lastSeen(),
        current.count(),
        now,
        null);
  }
}
