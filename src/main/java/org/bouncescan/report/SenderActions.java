package org.bouncescan.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Resolver;

/** sender-actions.csv: what the sender must fix, grouped by the masked reply. */
final class SenderActions {
  static final List<String> COLUMNS = List.of(
      "category",
      "provider",
      "count",
      "failed",
      "delayed",
      "first_seen",
      "last_seen",
      "masked_reply",
      "sample_reply",
      "next_step");

  /** More groups than this are counted together by category and provider. */
  private static final int MOST_GROUPS = 20_000;

  private static final String MANY = "(many different replies)";

  private record Key(Category category, String provider, String reply) {}

  private static final class Group {
    private int failed;
    private int delayed;
    private Instant first;
    private Instant last;
    private final String sample;
    private final String nextStep;

    Group(BounceRow row) {
      first = row.receivedAt();
      last = row.receivedAt();
      sample = Objects.requireNonNullElse(row.diagnostic(), "");
      nextStep = row.nextStep();
    }

    int count() {
      return failed + delayed;
    }
  }

  private final Map<Key, Group> groups = new HashMap<>();
  private final Texts texts = new Texts();

  void add(BounceRow row) {
    Category category = row.category();
    if (category == null || !ours(row, category)) {
      return;
    }
    String provider = row.provider() == null ? row.domain() : row.provider();
    String reply = texts.shared(Objects.requireNonNullElse(row.maskedText(), ""));
    Key key = new Key(category, provider, reply);
    if (groups.size() >= MOST_GROUPS && !groups.containsKey(key)) {
      key = new Key(category, "", MANY);
    }
    Group group = groups.computeIfAbsent(key, it -> new Group(row));
    group.first = row.receivedAt().isBefore(group.first) ? row.receivedAt() : group.first;
    group.last = row.receivedAt().isAfter(group.last) ? row.receivedAt() : group.last;
    if (row.event() == Event.FAILED) {
      group.failed++;
    } else {
      group.delayed++;
    }
  }

  /** True where the sender must do something: a decision about sender or message, or a state only the sender can end. */
  static boolean ours(BounceRow row, Category category) {
    if (row.event() != Event.FAILED && row.event() != Event.DELAYED) {
      return false;
    }
    BounceClass bounceClass =
        row.bounceClass() == null ? category.bounceClass() : row.bounceClass();
    return bounceClass == BounceClass.BLOCK
        || bounceClass == BounceClass.SENDER
        || (bounceClass == BounceClass.SOFT
            && !row.resolvers().isEmpty()
            && row.resolvers().get(0) == Resolver.SENDER);
  }

  /** The most frequent first. */
  void write(Path path) {
    List<Map.Entry<Key, Group>> ordered = new ArrayList<>(groups.entrySet());
    ordered.sort(
        Comparator.<Map.Entry<Key, Group>>comparingInt(it -> -it.getValue().count())
            .thenComparing(it -> it.getKey().category())
            .thenComparing(it -> it.getKey().provider())
            .thenComparing(it -> it.getKey().reply()));
    try (CsvFile file = new CsvFile(path, COLUMNS)) {
      ordered.forEach(it -> {
        Group group = it.getValue();
        file.row(
            it.getKey().category().label(),
            it.getKey().provider(),
            group.count(),
            group.failed,
            group.delayed,
            group.first,
            group.last,
            it.getKey().reply(),
            group.sample,
            group.nextStep);
      });
    }
  }
}
