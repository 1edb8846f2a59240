package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.AddressHistory;
import org.bouncescan.suppress.Guard;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Incident;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Suppression.State;
import org.bouncescan.suppress.SuppressionPolicy;
import org.bouncescan.suppress.SuppressionSettings;
import org.bouncescan.suppress.Tally;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An address that is not due needs no decision: it would change nothing. */
final class DueTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Category[] CATEGORIES = {
    Category.INVALID_RECIPIENT,
    Category.RECIPIENT_RESTRICTED,
    Category.POLICY_REJECTED,
    Category.MAILBOX_FULL,
    Category.BLOCKED_BY_RECIPIENT
  };

  private final SuppressionSettings settings = SuppressionSettings.DEFAULT
      .expiring(Category.INVALID_RECIPIENT, Duration.ofDays(200))
      .expiring(Category.RECIPIENT_RESTRICTED, Duration.ofDays(60))
      .expiring(Category.MAILBOX_FULL, Duration.ofDays(45));
  private final SuppressionPolicy policy = new SuppressionPolicy(settings);
  private final Random random = new Random(7);

  @Test
  void time_alone_changes_nothing_before_an_address_is_due_and_something_when_it_is() {
    int standings = 0;
    int changes = 0;
    for (int i = 0; i < 3_000; i++) {
      AddressHistory history = history();
      Instant now = day(random.nextInt(120));
      Suppression standing = after(history, now);
      if (standing == null || standing.state() == State.RELEASED) {
        continue;
      }
      standings++;
      AddressHistory later = standing(history, standing);
      Instant due = policy.due(later, standing, now);
      Instant end = due == null ? day(900) : due;
      for (int k = 1; k <= 20; k++) {
        Instant between = now.plus(Duration.between(now, end).multipliedBy(k).dividedBy(21));
        Suppression then = after(later, between);
        assertThat(then == null || isRewordedOnly(standing, then))
            .as("%s at %s, due %s, %s: %s", standing, between, due, later, then)
            .isTrue();
      }
      changes += due != null && after(later, due) != null ? 1 : 0;
    }
    assertThat(standings).isGreaterThan(1_000);
    assertThat(changes).isGreaterThan(300);
  }

  /** What is active stays active; which of several reasons is named for it may wait. */
  private static boolean isRewordedOnly(Suppression standing, Suppression then) {
    return standing.state() == State.ACTIVE && then.state() == State.ACTIVE;
  }

  private @Nullable Suppression after(AddressHistory history, Instant now) {
    return new NextStanding(policy, now)
        .after("a@example.net", history, policy.decide(history, now));
  }

  private static Instant day(int day) {
    return START.plus(Duration.ofDays(day));
  }

  private static AddressHistory standing(AddressHistory history, Suppression current) {
    return new AddressHistory(
        history.incidents(),
        current,
        history.delivered(),
        history.releasedThrough(),
        history.claimed(),
        history.guarded());
  }

  private AddressHistory history() {
    List<Incident> incidents = new ArrayList<>();
    for (int id = 1; id <= 1 + random.nextInt(4); id++) {
      incidents.add(new Incident(
          id,
          "a@example.net",
          day(random.nextInt(100)),
          Event.FAILED,
          CATEGORIES[random.nextInt(CATEGORIES.length)],
          null,
          "some.rule",
          "example",
          random.nextInt(4) > 0,
          false,
          true,
          "message" + id));
    }
    return new AddressHistory(
        incidents,
        null,
        random.nextInt(4) == 0 ? day(random.nextInt(100)) : null,
        0,
        random.nextInt(3) == 0 ? day(random.nextInt(100)) : null,
        random.nextBoolean() ? events() : List.of());
  }

  /** A provider that calls far too many dead on one day. */
  private List<GuardEvent> events() {
    Instant day = day(random.nextInt(100));
    return new Guard(settings.guard())
        .judge(
            List.of(
                new Tally(day.atZone(ZoneOffset.UTC).toLocalDate(), "example", "some.rule", 400)),
            Set.of());
  }
}
