package org.bouncescan.report;

import java.util.List;
import org.bouncescan.suppress.Suppression;

/** A row of the files in {@code suppressions/}. */
final class SuppressionRow {
  static final List<String> COLUMNS = List.of(
      "address",
      "state",
      "cause",
      "category",
      "subtype",
      "reason",
      "evidence",
      "status",
      "reply_code",
      "rule",
      "provider",
      "first_seen",
      "last_seen",
      "count",
      "since",
      "expires",
      "known");

  private SuppressionRow() {}

  static void write(CsvFile file, Suppression it, boolean known) {
    file.row(
        it.address(),
        it.state().label(),
        it.cause().label(),
        it.category() == null ? null : it.category().label(),
        it.subtype(),
        it.reason(),
        it.evidence(),
        it.status(),
        it.replyCode(),
        it.rule(),
        it.provider(),
        it.firstSeen(),
        it.lastSeen(),
        it.count(),
        it.since(),
        it.expires(),
        known);
  }
}
