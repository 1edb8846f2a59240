package org.bouncescan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** Which addresses are suppressed, held or under review, and the guard's events. */
public final class Suppressions {
  private static final String LATEST =
      " FROM suppression s WHERE s.job_id = ? AND s.turn = (SELECT MAX(l.turn) FROM suppression l"
          + " WHERE l.job_id = s.job_id AND l.address = s.address AND l.turn <= ?) ";

  private final Ledger ledger;

  Suppressions(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Where an address stands after a run, and whether it came there since the run before. */
  public interface Sink {
    void accept(Suppression suppression, boolean changed);
  }

  /**
   * Every address that is active, held or under review after a run, and those released since the run before; in the
   * order of the addresses' bytes.
   */
  public void after(long run, Sink sink) {
    long before = before(run);
    new Answer(ledger)
        .each(
            "SELECT " + SuppressionColumns.SELECT
                + ", s.turn AS s_turn, CASE WHEN s.turn > ? THEN (SELECT p.state FROM suppression p"
                + " WHERE p.job_id = s.job_id AND p.address = s.address AND p.turn <= ? ORDER BY p.turn DESC LIMIT 1)"
                + " END AS s_before" + LATEST
                + " AND (s.state <> 'released' OR s.turn > ?) ORDER BY "
                + ordered(),
            row -> {
              Suppression it = one(row);
              String was = row.getString("s_before");
              sink.accept(
                  it, row.getLong("s_turn") > before && !it.state().label().equals(was));
            },
            before,
            before,
            ledger.job(),
            run,
            before);
  }

  /** The run before this one; 0 when there was none. */
  private long before(long run) {
    Long before = ledger
        .jdbc()
        .queryForObject(
            "SELECT MAX(id) FROM run WHERE job_id = ? AND id < ?", Long.class, ledger.job(), run);
    return before == null ? 0 : before;
  }

  /** Somebody to be asked to let our mail in. */
  public interface HeldSink {
    void accept(Suppression held, @Nullable String recipient, Evidence last);
  }

  /** Every address on hold after a run with the last reply that was given for it; by domain, then by address. */
  public void held(long run, HeldSink sink) {
    String domain = ledger.isPostgres()
        ? "substr(s.address, strpos(s.address, '@') + 1) COLLATE \"C\""
        : "substr(s.address, instr(s.address, '@') + 1)";
    held(run, domain + ", " + ordered(), sink);
  }

  /** The first addresses on hold after a run, by address. */
  public void held(long run, int limit, HeldSink sink) {
    held(run, ordered() + " LIMIT " + limit, sink);
  }

  private void held(long run, String order, HeldSink sink) {
    new Answer(ledger)
        .each(
            "SELECT " + SuppressionColumns.SELECT
                + ", e.* FROM suppression s LEFT JOIN evidence e ON e.outcome_id ="
                + " (SELECT o.id FROM outcome o WHERE o.job_id = s.job_id AND o.address = s.address"
                + " AND o.category = s.category ORDER BY o.received_at DESC, o.id DESC LIMIT 1)"
                + " WHERE s.job_id = ? AND s.state = 'held' AND s.turn = (SELECT MAX(l.turn) FROM suppression l"
                + " WHERE l.job_id = s.job_id AND l.address = s.address AND l.turn <= ?) ORDER BY "
                + order,
            row -> {
              Evidence last = Rows.evidence(row);
              sink.accept(one(row), last.recipient(), last);
            },
            ledger.job(),
            run);
  }

  private String ordered() {
    return ledger.isPostgres() ? "s.address COLLATE \"C\"" : "s.address";
  }

  static Suppression one(ResultSet row) throws SQLException {
    return Objects.requireNonNull(SuppressionColumns.read(row));
  }

  /** How many addresses are in each state now. */
  public Map<Suppression.State, Long> count() {
    Map<Suppression.State, Long> counts = new EnumMap<>(Suppression.State.class);
    for (Suppression.State state : Suppression.State.values()) {
      counts.put(state, 0L);
    }
    ledger
        .jdbc()
        .query(
            "SELECT state, COUNT(*) FROM standing WHERE job_id = ? GROUP BY state",
            row -> {
              counts.put(
                  Suppression.State.valueOf(row.getString(1).toUpperCase(java.util.Locale.ROOT)),
                  row.getLong(2));
            },
            ledger.job());
    return counts;
  }

  /** The guard's events about dead addresses that nobody has released, by day and name. */
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
                null,
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

  /** An event of the guard, and how many addresses it holds back now. */
  public record OpenEvent(GuardEvent event, long heldBack) {}

  /** The guard's events that hold addresses back now, by day and name. */
  public List<OpenEvent> openGuardEvents() {
    Map<String, Long> held = new HashMap<>();
    ledger
        .jdbc()
        .query(
            // The addresses come first, for there may be none, and many events.
            "SELECT g.id, COUNT(*) FROM standing n JOIN suppression s ON s.job_id = n.job_id"
                + " AND s.address = n.address AND s.turn = n.turn CROSS JOIN guard_event g"
                + " WHERE n.job_id = ? AND n.state = 'review' AND g.job_id = n.job_id AND g.released_at IS NULL"
                + " AND (g.provider = s.provider OR g.rule = s.rule)"
                + " AND s.first_seen >= g.from_at AND s.first_seen < g.until_at GROUP BY g.id",
            row -> {
              held.put(row.getString(1), row.getLong(2));
            },
            ledger.job());
    return guardEvents().stream()
        .filter(it -> held.containsKey(it.id()))
        .map(it -> new OpenEvent(it, held.getOrDefault(it.id(), 0L)))
        .toList();
  }

  /** The first addresses on hold or under review, by address. */
  public List<Suppression> waiting(int limit) {
    return ledger
        .jdbc()
        .query(
            "SELECT " + SuppressionColumns.SELECT + LATEST
                + " AND s.state IN ('held', 'review') ORDER BY " + ordered() + " LIMIT ?",
            (row, n) -> one(row),
            ledger.job(),
            Long.MAX_VALUE,
            limit);
  }

  /** Remembers what the guard does not believe, and forgets what it believes again, unless a person released it. */
  public void recordGuardEvents(long run, List<GuardEvent> events) {
    ledger.inTransaction().executeWithoutResult(status -> {
      Set<String> raised = events.stream().map(GuardEvent::id).collect(Collectors.toSet());
      List<Object[]> over = guardEvents().stream()
          .map(GuardEvent::id)
          .filter(it -> !raised.contains(it))
          .map(it -> new Object[] {ledger.job(), it})
          .toList();
      ledger.jdbc().batchUpdate("DELETE FROM guard_event WHERE job_id = ? AND id = ?", over);
      record(run, events);
    });
  }

  private void record(long run, List<GuardEvent> events) {
    ledger
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
            });
  }
}
