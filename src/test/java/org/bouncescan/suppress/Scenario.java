package org.bouncescan.suppress;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/**
 * Days of a mailing, played against the policy the way a nightly run does: all reports of a day are decided about in
 * the night after it, in the light of all days before.
 */
public final class Scenario {
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

  private final SuppressionPolicy policy;
  private final Map<String, List<Incident>> incidents = new TreeMap<>();
  private final Map<String, Suppression> standing = new TreeMap<>();
  private final Map<String, Decision> decisions = new LinkedHashMap<>();
  private final Map<String, Instant> delivered = new TreeMap<>();
  private final Map<String, Long> releasedThrough = new TreeMap<>();
  private final Map<String, Instant> claimed = new TreeMap<>();
  private final Set<String> settledEvents = new HashSet<>();
  private List<GuardEvent> guarded = List.of();
  private long ids;
  private int day;

  public Scenario() {
    this(SuppressionSettings.DEFAULT);
  }

  public Scenario(SuppressionSettings settings) {
    policy = new SuppressionPolicy(settings);
  }

  /** A report as {@link #report} takes it; what a test does not name is ordinary. */
  public record Report(
      String address,
      Event event,
      @Nullable Category category,
      @Nullable String subtype,
      boolean clear,
      boolean twice,
      boolean verified,
      @Nullable String message,
      @Nullable String provider,
      String rule,
      int hour) {
    public static Report failed(String address, Category category) {
      return new Report(
          address, Event.FAILED, category, null, true, false, true, null, null, "rule", 10);
    }

    public static Report of(String address, Event event) {
      return new Report(address, event, null, null, false, false, true, null, null, "rule", 10);
    }

    public Report subtype(String it) {
      return new Report(
          address, event, category, it, clear, twice, verified, message, provider, rule, hour);
    }

    public Report vague() {
      return new Report(
          address, event, category, subtype, false, twice, verified, message, provider, rule, hour);
    }

    public Report weighsTwice() {
      return new Report(
          address, event, category, subtype, clear, true, verified, message, provider, rule, hour);
    }

    public Report unverified() {
      return new Report(
          address, event, category, subtype, clear, twice, false, message, provider, rule, hour);
    }

    public Report about(String it) {
      return new Report(
          address, event, category, subtype, clear, twice, verified, it, provider, rule, hour);
    }

    public Report by(String it) {
      return new Report(
          address, event, category, subtype, clear, twice, verified, message, it, rule, hour);
    }

    public Report rule(String it) {
      return new Report(
          address, event, category, subtype, clear, twice, verified, message, provider, it, hour);
    }

    public Report at(int it) {
      return new Report(
          address, event, category, subtype, clear, twice, verified, message, provider, rule, it);
    }

    public Report delayed() {
      return new Report(
          address,
          Event.DELAYED,
          category,
          subtype,
          clear,
          twice,
          verified,
          message,
          provider,
          rule,
          hour);
    }
  }

  /** A report that arrives today. */
  public void report(Report it) {
    long id = ++ids;
    String domain = it.address().substring(it.address().indexOf('@') + 1);
    incidents
        .computeIfAbsent(it.address(), address -> new ArrayList<>())
        .add(new Incident(
            id,
            it.address(),
            now().plusSeconds(3600L * it.hour() + id % 3600),
            it.event(),
            it.category(),
            it.subtype(),
            it.rule(),
            it.provider() == null ? domain : it.provider(),
            it.clear(),
            it.twice(),
            it.verified(),
            it.message() == null ? "message-" + id : it.message()));
    decisions.remove(it.address());
  }

  /** The mailing system says that it delivered today. */
  public void delivers(String address) {
    delivered.put(address, now().plusSeconds(3600L * 12));
    decisions.remove(address);
  }

  /** Somebody claims from today on that we are allowed. */
  public void claims(String address) {
    claimed.put(address, now());
  }

  /** A person takes an address off today. */
  public void releases(String address) {
    Suppression current = Objects.requireNonNull(standing.get(address), address);
    List<Incident> known = Objects.requireNonNull(incidents.get(address));
    releasedThrough.put(address, known.get(known.size() - 1).id());
    standing.put(address, with(current, Suppression.State.RELEASED));
  }

  /** A person settles an event of the guard: what it held is believed. */
  public void confirms(GuardEvent event) {
    settledEvents.add(event.id());
  }

  /** Ends the day: the nightly run decides about everything that is touched, held or under review. */
  public void night() {
    Guard guard = new Guard(policy.settings().guard());
    guarded = new ArrayList<>(guard.judge(Guard.tally(incidents.values()), settledEvents));
    guarded.addAll(guard.judgeRoutes(Guard.routeTally(incidents.values())));
    Instant then = now().plusSeconds(24 * 3600);
    incidents.forEach((address, history) -> {
      Suppression current = standing.get(address);
      boolean open = current != null && current.state() != Suppression.State.RELEASED;
      if (decisions.containsKey(address) && !open) {
        return;
      }
      Decision decision = policy.decide(
          new AddressHistory(
              history,
              current,
              delivered.get(address),
              releasedThrough.getOrDefault(address, 0L),
              claimed.get(address),
              guarded),
          then);
      decisions.put(address, decision);
      stand(address, current, decision, then);
    });
    day++;
  }

  private void stand(
      String address, @Nullable Suppression current, Decision decision, Instant then) {
    Suppression.State state = decision.cause() == null
        ? null
        : switch (decision.measure()) {
          case SUPPRESS -> Suppression.State.ACTIVE;
          case HOLD -> Suppression.State.HELD;
          case REVIEW -> Suppression.State.REVIEW;
          case COUNT, NONE -> null;
        };
    Incident evidence = decision.evidence();
    if (state == null) {
      if (current != null) {
        standing.put(address, with(current, Suppression.State.RELEASED));
      }
    } else if (evidence != null) {
      Incident first = decision.first() == null ? evidence : decision.first();
      standing.put(
          address,
          new Suppression(
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
              evidence.receivedAt(),
              decision.count(),
              then,
              policy.expires(decision)));
    }
  }

  private static Suppression with(Suppression it, Suppression.State state) {
    return new Suppression(
        it.address(),
        state,
        it.cause(),
        it.category(),
        it.subtype(),
        it.rule(),
        it.provider(),
        it.reason(),
        it.evidence(),
        it.status(),
        it.replyCode(),
        it.firstSeen(),
        it.lastSeen(),
        it.count(),
        it.since(),
        it.expires());
  }

  /** Ends so many days on which nothing more happens. */
  public void nights(int n) {
    for (int i = 0; i < n; i++) {
      night();
    }
  }

  /** How many days have ended. */
  public int day() {
    return day;
  }

  /** The midnight that today began with, UTC. */
  public Instant now() {
    return FIRST_DAY.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** How an address stands after the last night; null where nothing was ever suppressed or held. */
  public Suppression.@Nullable State state(String address) {
    Suppression it = standing.get(address);
    return it == null ? null : it.state();
  }

  /** What the last night that looked at it decided about an address. */
  public Decision decision(String address) {
    return Objects.requireNonNull(decisions.get(address), "nothing was decided about " + address);
  }

  /** The addresses that stand so after the last night. */
  public List<String> all(Suppression.State state) {
    return standing.values().stream()
        .filter(it -> it.state() == state)
        .map(Suppression::address)
        .toList();
  }

  /** What the guard did not believe in the last night. */
  public List<GuardEvent> guarded() {
    return guarded;
  }
}
