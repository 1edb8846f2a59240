package org.bouncescan.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.AddressSet;
import org.jspecify.annotations.Nullable;

/** summary.csv: what happened, how often, and whether that is more than before. */
final class Summary {
  static final List<String> COLUMNS = List.of(
      "event",
      "category",
      "class",
      "count",
      "recipients",
      "share",
      "previous_run",
      "change",
      "seven_day_mean");

  private static final class Line {
    private long count;
    private final AddressSet recipients = new AddressSet();
  }

  private final Map<String, Line> lines = new HashMap<>();
  private final Baseline baseline;

  Summary(Baseline baseline) {
    this.baseline = baseline;
  }

  void add(BounceRow row) {
    Line line = lines.computeIfAbsent(key(row), key -> new Line());
    line.count++;
    if (row.recipient() != null) {
      line.recipients.add(row.recipient());
    }
  }

  /** The event, and the category where it has one: {@code failed/mailbox_full}. */
  private static String key(BounceRow row) {
    Category category = row.category();
    return row.event().label() + (category == null ? "" : "/" + category.label());
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    lines.forEach((key, line) -> counts.put(key, line.count));
    return counts;
  }

  /** Failures first, then delays, then all else; the most frequent first. */
  void write(Path path) {
    Set<String> keys = new TreeSet<>(lines.keySet());
    // What has stopped is news too.
    baseline.previousRun().forEach((key, count) -> {
      if (count > 0) {
        keys.add(key);
      }
    });
    List<String> ordered = new ArrayList<>(keys);
    ordered.sort(Comparator.comparingInt(Summary::order)
        .thenComparing(Comparator.<String>comparingLong(this::count).reversed())
        .thenComparing(key -> key));
    long failed = ordered.stream()
        .filter(key -> key.startsWith("failed"))
        .mapToLong(this::count)
        .sum();
    try (CsvFile file = new CsvFile(path, COLUMNS)) {
      ordered.forEach(key -> write(file, key, failed));
    }
  }

  private void write(CsvFile file, String key, long failed) {
    String event = key.replaceFirst("/.*", "");
    String label = key.equals(event) ? null : key.substring(event.length() + 1);
    Category category = label == null ? null : Category.ofLabel(label);
    Line line = lines.get(key);
    long count = count(key);
    Long previous =
        baseline.previousRun().isEmpty() ? null : baseline.previousRun().getOrDefault(key, 0L);
    Double mean = baseline.sevenDayMean().get(key);
    file.row(
        event,
        label,
        category == null ? null : category.bounceClass().label(),
        count,
        line == null ? 0 : line.recipients.size(),
        event.equals("failed") && failed > 0 ? percent(count, failed) : null,
        previous,
        previous == null ? null : count - previous,
        mean == null ? null : decimal(mean));
  }

  private long count(String key) {
    Line line = lines.get(key);
    return line == null ? 0 : line.count;
  }

  /** Failures first, then delays, then all else in the order of {@link Event}. */
  private static int order(String key) {
    int order = 0;
    for (Event event : Event.values()) {
      if (key.equals(event.label()) || key.startsWith(event.label() + "/")) {
        break;
      }
      order++;
    }
    return order;
  }

  private static String percent(long part, long whole) {
    return decimal(100.0 * part / whole) + "%";
  }

  private static String decimal(@Nullable Double number) {
    return String.format(Locale.ROOT, "%.1f", Objects.requireNonNull(number));
  }
}
