package org.bouncescan.suppress;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/**
 * The guard against providers that fail: for hours, Gmail once called living addresses dead. It compares how many new
 * addresses a provider, or a rule over all providers, calls dead in a day of receipt with a usual day.
 *
 * <p>An address is new on the day of its first hard failure only, so that the second campaign to a dead list does not
 * trip the guard again but confirms the first. Days are days of receipt, not of runs: a first run over a year of mail
 * and a nightly one judge alike.
 *
 * <p>Failures on the way to a provider are guarded too, each address on every day: when our network, our name servers
 * or the provider's are ill, whole providers fail that way, and such a day says nothing about the addresses.
 */
public final class Guard {
  /** Failures whose cause may as well lie with us or with a provider, or in words that nobody knows. */
  public static final Set<Category> ROUTE = Collections.unmodifiableSet(EnumSet.of(
      Category.CONNECTION_FAILED,
      Category.DNS_FAILURE,
      Category.ROUTING_ERROR,
      Category.REMOTE_SYSTEM_ERROR,
      Category.MESSAGE_EXPIRED,
      Category.RELAY_DENIED,
      Category.UNDETERMINED));

  private final GuardSettings settings;

  public Guard(GuardSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
  }

  /** True where an incident can trip the guard and be held by it: a failure that would suppress at once. */
  public static boolean judges(Incident incident) {
    return incident.event() == Event.FAILED
        && incident.category() != null
        && incident.category().bounceClass() == BounceClass.HARD
        && incident.statedClearly();
  }

  /**
   * The days that are not believed.
   *
   * @param tallies all days that are known, each address on the day of its first hard failure; any order
   * @param confirmed events that a person has confirmed or released, by {@link GuardEvent#id}: never raised again
   * @return by day, providers before rules
   */
  public List<GuardEvent> judge(List<Tally> tallies, Set<String> confirmed) {
    List<GuardEvent> events = new ArrayList<>();
    if (!settings.enabled()) {
      return events;
    }
    Set<String> failing = new HashSet<>();
    for (Days days : byDay(tallies, it -> new Subject(it.provider(), null, null))) {
      for (GuardEvent event : unconfirmed(days, tripped(days, settings.floor()))) {
        failing.add(event.day() + " " + event.provider());
        events.add(event);
      }
    }
    // What a failing provider says is no evidence against a rule that others share.
    List<Tally> rest = tallies.stream()
        .filter(it -> !failing.contains(it.day() + " " + it.provider()))
        .toList();
    for (Days days : byDay(rest, it -> new Subject(null, it.rule(), null))) {
      events.addAll(unconfirmed(days, tripped(days, settings.ruleFloor())));
    }
    events.removeIf(it -> confirmed.contains(it.id()));
    return ordered(events);
  }

  /**
   * The days on which mail failed on its way to a provider, or to all of them, for far more addresses than usual.
   *
   * @param tallies of {@link #ROUTE}, each address on each day; their rule is the label of the category
   */
  public List<GuardEvent> judgeRoutes(List<Tally> tallies) {
    List<GuardEvent> events = new ArrayList<>();
    if (!settings.enabled()) {
      return events;
    }
    Set<String> failing = new HashSet<>();
    for (Days days : byDay(tallies, it -> new Subject(it.provider(), null, category(it)))) {
      for (GuardEvent event : tripped(days, settings.floor()).values()) {
        failing.add(event.id());
        events.add(event);
      }
    }
    List<Tally> rest = tallies.stream()
        .filter(
            it -> !failing.contains(new Subject(it.provider(), null, category(it)).id(it.day())))
        .toList();
    for (Days days : byDay(rest, it -> new Subject(null, null, category(it)))) {
      events.addAll(tripped(days, settings.ruleFloor()).values());
    }
    return ordered(events);
  }

  private static Category category(Tally tally) {
    return Objects.requireNonNull(Category.ofLabel(tally.rule()), tally.rule());
  }

  private static List<GuardEvent> ordered(List<GuardEvent> events) {
    events.sort(Comparator.comparing(GuardEvent::day)
        .thenComparing(it -> it.provider() == null)
        .thenComparing(GuardEvent::id));
    return events;
  }

  /** What the ledger counts by query, counted from histories: each address on the day of its first hard failure. */
  public static List<Tally> tally(Iterable<List<Incident>> histories) {
    Map<Tally, Long> counts = new HashMap<>();
    for (List<Incident> history : histories) {
      history.stream()
          .filter(it -> judges(it) && it.verified())
          .min(Comparator.comparing(Incident::receivedAt).thenComparingLong(Incident::id))
          .map(
              it -> new Tally(day(it), it.provider(), Objects.requireNonNullElse(it.rule(), ""), 0))
          .ifPresent(it -> counts.merge(it, 1L, Long::sum));
    }
    return sorted(counts);
  }

  /** What the ledger counts by query, counted from histories: each address on each day on which mail to it failed so. */
  public static List<Tally> routeTally(Iterable<List<Incident>> histories) {
    Map<Tally, Long> counts = new HashMap<>();
    for (List<Incident> history : histories) {
      Set<Tally> once = new HashSet<>();
      for (Incident it : history) {
        if (routes(it) && it.verified()) {
          once.add(new Tally(
              day(it), it.provider(), Objects.requireNonNull(it.category()).label(), 0));
        }
      }
      once.forEach(it -> counts.merge(it, 1L, Long::sum));
    }
    return sorted(counts);
  }

  /** True where an incident is a failure on the way. */
  static boolean routes(Incident incident) {
    return incident.event() == Event.FAILED
        && incident.category() != null
        && ROUTE.contains(incident.category());
  }

  private static LocalDate day(Incident it) {
    return it.receivedAt().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static List<Tally> sorted(Map<Tally, Long> counts) {
    return counts.entrySet().stream()
        .map(it ->
            new Tally(it.getKey().day(), it.getKey().provider(), it.getKey().rule(), it.getValue()))
        .sorted(Comparator.comparing(Tally::day)
            .thenComparing(Tally::provider)
            .thenComparing(Tally::rule))
        .toList();
  }

  /** The line a person reads in the summary of the run. */
  public static String warning(GuardEvent event) {
    if (event.category() != null) {
      return routeWarning(event, event.category());
    }
    String who = event.provider() != null ? event.provider() : "rule " + event.rule();
    String usual = event.usual() == 0
        ? "earlier days, as far as they are known, had none"
        : "a busy usual day has " + event.usual();
    String doubt = event.provider() != null
        ? "Providers have called living addresses dead for hours"
        : "A rule can be wrong, and a gateway ill";
    return String.format(
        Locale.ROOT,
        "GUARD %s: %s called %d addresses dead that were not before; %s, and %d would be believed. %s, so all are held"
            + " for review until they fail again on another day."
            + " Who knows better need not wait: bouncescan release (they live) or confirm (they are dead), --guard %s",
        event.day(),
        who,
        event.count(),
        usual,
        event.allowed(),
        doubt,
        event.id());
  }

  private static String routeWarning(GuardEvent event, Category category) {
    return String.format(
        Locale.ROOT,
        "GUARD %s: mail to %d addresses%s failed with '%s' on one day, and %d would be usual enough. The cause is more"
            + " likely a fault of ours or of a provider than of so many addresses: that day counts for none of them."
            + " Look at our network, our name servers and sender-actions.csv.",
        event.day(),
        event.count(),
        event.provider() == null ? " of all providers" : " at " + event.provider(),
        category.label().replace('_', ' '),
        event.allowed());
  }

  /** What an event is about. */
  private record Subject(
      @Nullable String provider,
      @Nullable String rule,
      @Nullable Category category) {
    String id(LocalDate day) {
      return GuardEvent.id(day, provider, rule, category);
    }
  }

  private record Days(Subject subject, TreeMap<LocalDate, Long> counts) {}

  private static List<Days> byDay(List<Tally> tallies, Function<Tally, Subject> by) {
    Map<Subject, TreeMap<LocalDate, Long>> counts = new HashMap<>();
    for (Tally it : tallies) {
      counts
          .computeIfAbsent(by.apply(it), name -> new TreeMap<>())
          .merge(it.day(), it.addresses(), Long::sum);
    }
    return counts.entrySet().stream()
        .map(it -> new Days(it.getKey(), it.getValue()))
        .toList();
  }

  private NavigableMap<LocalDate, GuardEvent> tripped(Days days, int floor) {
    Subject subject = days.subject();
    TreeMap<LocalDate, GuardEvent> open = new TreeMap<>();
    days.counts().forEach((day, count) -> {
      long usual = usual(days.counts(), open.keySet(), day);
      long allowed = Math.max(floor, (long) Math.ceil(usual * settings.factor()));
      if (count > allowed) {
        open.put(
            day,
            new GuardEvent(
                day,
                subject.provider(),
                subject.rule(),
                subject.category(),
                count,
                usual,
                allowed,
                day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(settings.margin()),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.margin())));
      }
    });
    return open;
  }

  /** A list that is dead stays dead: a like number on a later day that is believed confirms the earlier one. */
  private List<GuardEvent> unconfirmed(Days days, NavigableMap<LocalDate, GuardEvent> open) {
    return open.values().stream()
        .filter(event ->
            days.counts().tailMap(event.day().plusDays(settings.confirmDays())).entrySet().stream()
                .noneMatch(
                    it -> !open.containsKey(it.getKey()) && it.getValue() * 2 >= event.count()))
        .toList();
  }

  /** The busiest day but one, so that neither quiet days nor a single failure say what is usual. */
  private long usual(
      NavigableMap<LocalDate, Long> counts, Set<LocalDate> unbelieved, LocalDate day) {
    List<Long> believed = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    counts
        .headMap(day, false)
        .tailMap(day.minusDays(settings.usualDays()))
        .forEach((before, count) -> {
          if (!unbelieved.contains(before)) {
            believed.add(count);
            all.add(count);
          } else if (!before.isAfter(day.minusDays(settings.confirmDays()))) {
            all.add(count);
          }
        });
    all.sort(Comparator.reverseOrder());
    if (all.size() >= 2) {
      return all.get(1);
    }
    return believed.isEmpty() ? 0 : believed.get(0);
  }
}
