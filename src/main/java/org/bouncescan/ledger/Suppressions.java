package org.bouncescan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Suppression;

/** Which addresses are suppressed, held or under review, and the guard's events. */
public final class Suppressions {
  private static final String LATEST =
      " FROM suppression s WHERE s.job_id = ? AND s.turn = (SELECT MAX(l.turn) FROM suppression l"
          + " WHERE l.job_id = s.job_id AND l.address = s.address AND l.turn <= ?) ";

  private final Ledger ledger;

  Suppressions(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What is in some state after a turn, in the order of the addresses' bytes. */
  public void inState(Suppression.State state, long turn, Consumer<Suppression> sink) {
    each(
        "SELECT " + SuppressionColumns.SELECT + LATEST + " AND s.state = ? ORDER BY " + ordered(),
        sink,
        ledger.job(),
        turn,
        state.label());
  }

  /** What came into some state in a turn, whatever state it was in before, in the order of the addresses' bytes. */
  public void changedTo(Suppression.State state, long turn, Consumer<Suppression> sink) {
    each(
        "SELECT " + SuppressionColumns.SELECT
            + " FROM suppression s WHERE s.job_id = ? AND s.turn = ?"
            + " AND s.state = ? AND NOT EXISTS (SELECT 1 FROM suppression b WHERE b.job_id = s.job_id"
            + " AND b.address = s.address AND b.state = s.state AND b.turn = (SELECT MAX(l.turn) FROM suppression l"
            + " WHERE l.job_id = s.job_id AND l.address = s.address AND l.turn < s.turn)) ORDER BY "
            + ordered(),
        sink,
        ledger.job(),
        turn,
        state.label());
  }

  private String ordered() {
    return ledger.isPostgres() ? "s.address COLLATE \"C\"" : "s.address";
  }

  private void each(String sql, Consumer<Suppression> sink, Object... arguments) {
    new Answer(ledger).each(sql, row -> sink.accept(one(row)), arguments);
  }

  static Suppression one(ResultSet row) throws SQLException {
    return Objects.requireNonNull(SuppressionColumns.read(row));
  }

  /** How many addresses are in each state now. */
  public Map<Suppression.State, Long> count() {
    Map<Suppression.State, Long> counts = new HashMap<>();
    for (Suppression.State state : Suppression.State.values()) {
      counts.put(state, 0L);
    }
    ledger
        .jdbc()
        .query(
            "SELECT s.state, COUNT(*)" + LATEST + " GROUP BY s.state",
            row -> {
              counts.put(
                  Suppression.State.valueOf(row.getString(1).toUpperCase(java.util.Locale.ROOT)),
                  row.getLong(2));
            },
            ledger.job(),
            Long.MAX_VALUE);
    return counts;
  }

  /** The guard's events that nobody has released, by day and name. */
  public List<GuardEvent> guardEvents() {
    return ledger
        .jdbc()
        .query(
            "SELECT day, provider, rule, dead, usual, allowed, from_at, until_at FROM guard_event"
                + " WHERE job_id = ? AND released_at IS NULL ORDER BY day, id",
            (row, n) -> new GuardEvent(
                LocalDate.parse(row.getString("day")),
                row.getString("provider"),
                row.getString("rule"),
                row.getLong("dead"),
                row.getLong("usual"),
                row.getLong("allowed"),
                Instant.ofEpochMilli(row.getLong("from_at")),
                Instant.ofEpochMilli(row.getLong("until_at"))),
            ledger.job());
  }

  /** The ids of the guard's events that a person has released: they are never raised again. */
  public Set<String> releasedGuardEvents() {
    return new HashSet<>(ledger
        .jdbc()
        .queryForList(
            "SELECT id FROM guard_event WHERE job_id = ? AND released_at IS NOT NULL",
            String.class,
            ledger.job()));
  }

  /** Remembers what the guard does not believe. */
  public void recordGuardEvents(long run, List<GuardEvent> events) {
    ledger
        .inTransaction()
        .executeWithoutResult(status -> ledger
            .jdbc()
            .batchUpdate(
                "INSERT INTO guard_event (job_id, id, run_id, day, provider, rule, dead, usual, allowed, from_at,"
                    + " until_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id, id) DO UPDATE SET"
                    + " dead = excluded.dead, usual = excluded.usual, allowed = excluded.allowed,"
                    + " from_at = excluded.from_at, until_at = excluded.until_at",
                events,
                Math.max(1, events.size()),
                (to, it) -> {
                  to.setLong(1, ledger.job());
                  to.setString(2, it.id());
                  to.setLong(3, run);
                  to.setString(4, it.day().toString());
                  to.setString(5, it.provider());
                  to.setString(6, it.rule());
                  to.setLong(7, it.count());
                  to.setLong(8, it.usual());
                  to.setLong(9, it.allowed());
                  to.setLong(10, it.from().toEpochMilli());
                  to.setLong(11, it.until().toEpochMilli());
                }));
  }
}
