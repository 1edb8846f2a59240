package org.bouncescan.suppress;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Event;

/**
 * The guard against providers that fail: for hours, Gmail once called living addresses dead. It compares how many new
 * addresses a provider, or a rule over all providers, calls dead in a day of receipt with a usual day.
 *
 * <p>An address is new on the day of its first hard failure only, so that the second campaign to a dead list does not
 * trip the guard again but confirms the first. Days are days of receipt, not of runs: a first run over a year of mail
 * and a nightly one judge alike.
 */
public final class Guard {
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
    for (Days days : byDay(tallies, Tally::provider)) {
      for (GuardEvent event : tripped(days, settings.floor(), true)) {
        failing.add(event.day() + " " + event.provider());
        if (!confirmed.contains(event.id())) {
          events.add(event);
        }
      }
    }
    // What a failing provider says is no evidence against a rule that others share.
    List<Tally> rest = tallies.stream()
        .filter(it -> !failing.contains(it.day() + " " + it.provider()))
        .toList();
    for (Days days : byDay(rest, Tally::rule)) {
      for (GuardEvent event : tripped(days, settings.ruleFloor(), false)) {
        if (!confirmed.contains(event.id())) {
          events.add(event);
        }
      }
    }
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
          .map(it -> new Tally(
              it.receivedAt().atZone(ZoneOffset.UTC).toLocalDate(),
              it.provider(),
              Objects.requireNonNullElse(it.rule(), ""),
              0))
          .ifPresent(it -> counts.merge(it, 1L, Long::sum));
    }
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
    String who = event.provider() != null ? event.provider() : "rule " + event.rule();
    String usual = event.usual() == 0
        ? "earlier days, as far as they are known, had none"
        : "a busy usual day has " + event.usual();
    return String.format(
        Locale.ROOT,
        "GUARD %s: %s called %d addresses dead that were not before; %s, and %d would be believed. Providers have called"
            + " living addresses dead for hours, so all are held for review until they fail again on another day."
            + " Who knows better need not wait: bouncescan release (they live) or confirm (they are dead), --guard %s",
        event.day(),
        who,
        event.count(),
        usual,
        event.allowed(),
        event.id());
  }

  private record Days(String name, TreeMap<LocalDate, Long> counts) {}

  private static List<Days> byDay(List<Tally> tallies, Function<Tally, String> by) {
    Map<String, TreeMap<LocalDate, Long>> counts = new HashMap<>();
    for (Tally it : tallies) {
      counts
          .computeIfAbsent(by.apply(it), name -> new TreeMap<>())
          .merge(it.day(), it.addresses(), Long::sum);
    }
    return new TreeSet<>(counts.keySet())
        .stream()
            .map(name -> new Days(name, Objects.requireNonNull(counts.get(name))))
            .toList();
  }

  private List<GuardEvent> tripped(Days days, int floor, boolean provider) {
    TreeMap<LocalDate, GuardEvent> open = new TreeMap<>();
    days.counts().forEach((day, count) -> {
      long usual = usual(days.counts(), open.keySet(), day);
      long allowed = Math.max(floor, (long) Math.ceil(usual * settings.factor()));
      if (count > allowed) {
        open.put(
            day,
            new GuardEvent(
                day,
                provider ? days.name() : null,
                provider ? null : days.name(),
                count,
                usual,
                allowed,
                day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(settings.margin()),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.margin())));
      }
    });
    // A list that is dead stays dead: a like number on a later day that is believed confirms the
    // earlier one.
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
