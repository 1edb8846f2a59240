package org.bouncescan.report;

import java.time.Instant;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.Cause;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Suppression.State;
import org.jspecify.annotations.Nullable;

/** Rows as a run hands them over. */
final class Rows {
  static final Instant AT = Instant.parse("2026-06-01T08:00:00Z");

  private Rows() {}

  static BounceRow failed(
      int n, @Nullable String recipient, Category category, Measure measure, String reply) {
    return row(n, recipient, Event.FAILED, category, measure, reply);
  }

  static BounceRow row(
      int n,
      @Nullable String recipient,
      Event event,
      @Nullable Category category,
      Measure measure,
      @Nullable String reply) {
    return new BounceRow(
        AT.plusSeconds(n),
        recipient,
        event,
        category,
        null,
        category == null ? null : category.bounceClass(),
        category == null ? List.of() : category.resolvers(),
        measure,
        "because of this",
        category == null ? "" : "do that",
        1,
        category == null ? null : "5.1.1",
        category == null ? null : 550,
        reply,
        category == null ? null : "rule",
        category == null ? null : Confidence.HIGH,
        category == null ? null : false,
        "yes",
        null,
        null,
        "mta.example.com",
        null,
        "m" + n + "@news.example",
        "News",
        null,
        "bounces",
        n,
        recipient == null ? null : BounceRow.domain(recipient),
        reply);
  }

  static Suppression suppression(String address, State state) {
    return new Suppression(
        address,
        state,
        state == State.HELD ? Cause.RESTRICTED : Cause.HARD,
        state == State.HELD ? Category.RECIPIENT_RESTRICTED : Category.INVALID_RECIPIENT,
        null,
        "rule",
        "example.com",
        "because of this",
        "550 5.1.1 User unknown",
        "5.1.1",
        550,
        AT,
        AT,
        1,
        AT,
        null);
  }
}
