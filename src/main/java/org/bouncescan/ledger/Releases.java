package org.bouncescan.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** What people change by hand: addresses taken off the list, events of the guard believed; with who did it and why. */
public final class Releases {
  private final Ledger ledger;

  Releases(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Which addresses: those that fit everything that is not null.
   *
   * @param address in lower case
   * @param domain of the recipients, in lower case
   * @param day the UTC day on which an address came into its state
   * @param guardEvent id of an event of the guard
   */
  public record Wanted(
      @Nullable String address,
      @Nullable String domain,
      @Nullable String provider,
      @Nullable String rule,
      @Nullable LocalDate day,
      @Nullable String guardEvent) {}

  /** The addresses that are active, held or under review now and fit; in the order of their bytes. */
  public List<Suppression> find(Wanted wanted) {
    StringBuilder sql = new StringBuilder(
        "SELECT " + SuppressionColumns.SELECT
            + " FROM suppression s WHERE s.job_id = ? AND s.state <> 'released'"
            + " AND s.turn = (SELECT MAX(l.turn) FROM suppression l WHERE l.job_id = s.job_id AND l.address = s.address)");
    List<Object> arguments = new ArrayList<>();
    arguments.add(ledger.job());
    also(sql, arguments, " AND s.address = ?", wanted.address());
    if (wanted.domain() != null) {
      String domain = ledger.isPostgres()
          ? "substr(s.address, strpos(s.address, '@') + 1)"
          : "substr(s.address, instr(s.address, '@') + 1)";
      also(sql, arguments, " AND " + domain + " = ?", wanted.domain());
    }
    also(sql, arguments, " AND s.provider = ?", wanted.provider());
    also(sql, arguments, " AND s.rule = ?", wanted.rule());
    if (wanted.day() != null) {
      long from = wanted.day().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      also(sql, arguments, " AND s.since >= ?", from);
      also(sql, arguments, " AND s.since < ?", from + 86_400_000L);
    }
    if (wanted.guardEvent() != null) {
      also(
          sql,
          arguments,
          " AND s.state = 'review' AND EXISTS (SELECT 1 FROM guard_event g WHERE g.job_id = s.job_id AND g.id = ?"
              + " AND (g.provider = s.provider OR g.rule = s.rule)"
              + " AND s.first_seen >= g.from_at AND s.first_seen < g.until_at)",
          wanted.guardEvent());
    }
    sql.append(ledger.isPostgres() ? " ORDER BY s.address COLLATE \"C\"" : " ORDER BY s.address");
    return ledger
        .jdbc()
        .query(sql.toString(), (row, n) -> Suppressions.one(row), arguments.toArray());
  }

  private static void also(
      StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      arguments.add(value);
    }
  }

  /**
   * Releases addresses. What is known against them up to now never counts again; an event of the guard that is named
   * is never raised again.
   */
  public void release(
      List<Suppression> addresses,
      @Nullable String guardEvent,
      Instant now,
      String reason,
      String by) {
    ledger.inTransaction().executeWithoutResult(status -> {
      long turn = ledger.nextNumber();
      for (Suppression it : addresses) {
        write(turn, it, now, reason, by);
      }
      if (guardEvent != null) {
        ledger
            .jdbc()
            .update(
                "UPDATE guard_event SET released_at = ? WHERE job_id = ? AND id = ?",
                now.toEpochMilli(),
                ledger.job(),
                guardEvent);
      }
    });
  }

  /**
   * Believes what an event of the guard holds back: the next run decides about these addresses as if it had never been
   * raised.
   *
   * @return how many addresses; null where no such event is open
   */
  public @Nullable Integer confirm(String guardEvent, Instant now, String reason, String by) {
    int held = find(new Wanted(null, null, null, null, null, guardEvent)).size();
    Integer updated = ledger.inTransaction().execute(status -> {
      int events = ledger
          .jdbc()
          .update(
              "UPDATE guard_event SET released_at = ? WHERE job_id = ? AND id = ? AND released_at IS NULL",
              now.toEpochMilli(),
              ledger.job(),
              guardEvent);
      if (events > 0) {
        // The trail holds events beside addresses: no address is spelled like one.
        trail(ledger.nextNumber(), guardEvent, 0, now, "confirmed as dead: " + reason, by);
      }
      return events;
    });
    return updated == null || updated == 0 ? null : Integer.valueOf(held);
  }

  /**
   * What people did, the newest first.
   *
   * @param subject the address, or the guard's event
   */
  public record Act(String subject, Instant at, String reason, String by, long addresses) {}

  /** What people did, the newest first; addresses that were released together are one. */
  public List<Act> last(int limit) {
    return ledger
        .jdbc()
        .query(
            "SELECT MIN(address), MAX(at), MAX(reason), MAX(released_by), COUNT(*) FROM released WHERE job_id = ?"
                + " GROUP BY turn ORDER BY turn DESC LIMIT ?",
            (row, n) -> new Act(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getLong(5)),
            ledger.job(),
            limit);
  }

  private void trail(
      long turn, String subject, long through, Instant at, String reason, String by) {
    ledger
        .jdbc()
        .update(
            "INSERT INTO released (job_id, turn, address, through, at, reason, released_by)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ledger.job(),
            turn,
            subject,
            through,
            at.toEpochMilli(),
            reason,
            by);
  }

  private void write(long turn, Suppression it, Instant now, String reason, String by) {
    Suppression released = new Suppression(
        it.address(),
        Suppression.State.RELEASED,
        it.cause(),
        it.category(),
        it.subtype(),
        it.rule(),
        it.provider(),
        "released by " + by + ": " + reason,
        it.evidence(),
        it.status(),
        it.replyCode(),
        it.firstSeen(),
        it.lastSeen(),
        it.count(),
        now,
        null);
    new Standings(ledger).record(turn, List.of(new Standings.Fresh(released, null)));
    Long through = ledger
        .jdbc()
        .queryForObject(
            "SELECT MAX(id) FROM outcome WHERE job_id = ? AND address = ?",
            Long.class,
            ledger.job(),
            it.address());
    trail(turn, it.address(), through == null ? 0L : through, now, reason, by);
  }
}
