package org.bouncescan.report.target;

import java.time.Instant;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.suppress.Cause;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Suppression.State;
import org.jspecify.annotations.Nullable;

/** Suppressions of every kind, with everything in them that can break a file. */
final class Samples {
  private Samples() {}

  static List<Suppression> all() {
    return List.of(
        of(
            "ada@example.com",
            Cause.HARD,
            Category.INVALID_RECIPIENT,
            "550 5.1.1 <ada@example.com>: User unknown",
            "5.1.1",
            550),
        of(
            "Bob.O'Neil+news@example.com",
            Cause.SOFT,
            Category.MAILBOX_FULL,
            "452 4.2.2 \"Over quota\", try later",
            "4.2.2",
            452),
        of("carl@example.net", Cause.COMPLAINT, null, "", null, null),
        of("dora@example.net", Cause.UNSUBSCRIBE, null, "", null, null),
        of(
            "emil@example.org",
            Cause.BLOCKED,
            Category.BLOCKED_BY_RECIPIENT,
            "550 Envelope blocked - User Entry",
            null,
            550),
        of(
            "frieda@example.org",
            Cause.RESTRICTED,
            Category.RECIPIENT_RESTRICTED,
            "550 5.5.5 Message not delivered to user without prior approval",
            "5.5.5",
            550),
        of(
            "gus@example.org",
            Cause.MIRRORED,
            Category.SUPPRESSED_BY_SENDER,
            "554 5.7.1 suppressed due to customer policy",
            "5.7.1",
            554),
        of(
            "hans@bücher.example",
            Cause.HARD,
            Category.INVALID_RECIPIENT,
            "550 5.1.1 Empfänger unbekannt: “Hans”,\r\n宛先が見つかりません",
            "5.1.1",
            550),
        of("ida@example.org", Cause.UNDETERMINED, Category.UNDETERMINED, "554 no", null, 554),
        of(
            "=cmd|' /C calc'!A0@example.com",
            Cause.HARD,
            Category.INVALID_RECIPIENT,
            "550 no",
            null,
            550),
        of("no address", Cause.HARD, Category.INVALID_RECIPIENT, "550 no", null, 550),
        of("jörg@example.com", Cause.HARD, Category.INVALID_RECIPIENT, "550 no", null, 550),
        with(State.HELD, "kim@example.com"),
        with(State.REVIEW, "lars@example.com"),
        with(State.RELEASED, "mia@example.com"));
  }

  static Suppression hard(String address) {
    return of(
        address, Cause.HARD, Category.INVALID_RECIPIENT, "550 5.1.1 User unknown", "5.1.1", 550);
  }

  static Suppression of(
      String address,
      Cause cause,
      @Nullable Category category,
      String evidence,
      @Nullable String status,
      @Nullable Integer code) {
    return new Suppression(
        address,
        State.ACTIVE,
        cause,
        category,
        null,
        "rule",
        "example.com",
        "because of " + cause.label(),
        evidence,
        status,
        code,
        Instant.parse("2026-10-01T08:00:00Z"),
        Instant.parse("2026-10-18T18:28:14Z"),
        1,
        Instant.parse("2026-10-19T03:00:00Z"),
        null);
  }

  private static Suppression with(State state, String address) {
    Suppression it = hard(address);
    return new Suppression(
        address,
        state,
        it.cause(),
        it.category(),
        null,
        it.rule(),
        it.provider(),
        it.reason(),
        it.evidence(),
        it.status(),
        it.replyCode(),
        it.firstSeen(),
        it.lastSeen(),
        1,
        it.since(),
        null);
  }
}
