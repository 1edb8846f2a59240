package org.bouncescan.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.Decision;
import org.bouncescan.suppress.Guard;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Incident;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Tally;
import org.jspecify.annotations.Nullable;

/**
 * What a run decides about, and what it decided. All of it can be repeated: a run that was killed while it decided
 * decides again, from what was in force before it, and comes to the same end.
 */
public final class Decisions {
  /** Events that are about the address itself; what others say never changes what is done with it. */
  private static final String ABOUT_ADDRESS =
      "('failed', 'complaint', 'unsubscribe_request', 'challenge_response')";

  private static final String HARD = labels(it -> it.bounceClass() == BounceClass.HARD);
  private static final String ROUTE = labels(Guard.ROUTE::contains);

  /** The categories stand in the order in which the index over these rows names them. */
  static final String ROUTES =
      "SELECT received_at / 86400000, provider, category, COUNT(DISTINCT address), MAX(run_id) FROM outcome"
          + " WHERE job_id = ? AND received_at >= ? AND event = 'failed' AND verified = 1"
          + " AND address IS NOT NULL AND category IN " + ROUTE
          + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

  private final Ledger ledger;

  private static String labels(Predicate<Category> which) {
    return Arrays.stream(Category.values())
        .filter(which)
        .map(it -> "'" + it.label() + "'")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  Decisions(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Notes which addresses the run heard of, and which of them were called dead for the first time. */
  public void prepare(long run) {
    ledger.inTransaction().executeWithoutResult(status -> {
      ledger
          .jdbc()
          .update(
              "INSERT INTO touched (run_id, address) SELECT DISTINCT run_id, address FROM outcome"
                  + " WHERE run_id = ? AND address IS NOT NULL ON CONFLICT (run_id, address) DO NOTHING",
              run);
      firstDead(run);
    });
  }

  /**
   * Finds out which addresses the run has to decide about besides those it heard of: those for which something is due;
   * and where the basis is another one than that of the run before, all that are on hold or under review, and those
   * that a claim of approval may end.
   *
   * @param basis all that decisions depend on besides the history of an address
   * @return how many with those it heard of
   */
  public long touch(long run, Instant now, String basis) {
    Long count = ledger.inTransaction().execute(status -> {
      String before = ledger
          .jdbc()
          .queryForObject(
              "SELECT MAX(basis) FROM run WHERE id = (SELECT MAX(id) FROM run WHERE job_id = ? AND id < ?)",
              String.class,
              ledger.job(),
              run);
      touchDue(run, now);
      if (!basis.equals(before)) {
        touchAll(run);
      }
      ledger.jdbc().update("UPDATE run SET basis = ? WHERE id = ?", basis, run);
      return Objects.requireNonNull(ledger
          .jdbc()
          .queryForObject("SELECT COUNT(*) FROM touched WHERE run_id = ?", Long.class, run));
    });
    return Objects.requireNonNull(count);
  }

  private void touchDue(long run, Instant now) {
    ledger
        .jdbc()
        .update(
            "INSERT INTO touched (run_id, address) SELECT " + run + ", address FROM standing"
                + " WHERE job_id = ? AND due <= ? ON CONFLICT (run_id, address) DO NOTHING",
            ledger.job(),
            now.toEpochMilli());
  }

  private void touchAll(long run) {
    ledger
        .jdbc()
        .update(
            "INSERT INTO touched (run_id, address) SELECT " + run + ", address FROM standing"
                + " WHERE job_id = ? AND state IN ('held', 'review')"
                + " ON CONFLICT (run_id, address) DO NOTHING",
            ledger.job());
    ledger
        .jdbc()
        .update(
            "INSERT INTO touched (run_id, address) SELECT " + run + ", n.address FROM standing n"
                + " JOIN suppression s ON s.job_id = n.job_id AND s.address = n.address AND s.turn = n.turn"
                + " WHERE n.job_id = ? AND n.state = 'active' AND s.cause = 'restricted'"
                + " ON CONFLICT (run_id, address) DO NOTHING",
            ledger.job());
  }

  private void firstDead(long run) {
    ledger
        .jdbc()
        .update(
            "INSERT INTO first_dead (job_id, address, day, provider, rule, run_id)"
                + " SELECT job_id, address, received_at / 86400000, provider, COALESCE(rule, ''), run_id FROM"
                + " (SELECT o.*, ROW_NUMBER() OVER (PARTITION BY address ORDER BY received_at, id) AS nth"
                + " FROM outcome o WHERE run_id = ? AND address IS NOT NULL AND event = 'failed'"
                + " AND stated_clearly = 1 AND verified = 1 AND category IN " + HARD
                + ") ranked WHERE nth = 1"
                + " ON CONFLICT (job_id, address) DO NOTHING",
            run);
  }

  /** Remembers when addresses took mail; the latest moment counts. What that may change is due. */
  public void delivered(Map<String, Instant> moments) {
    List<Map.Entry<String, Instant>> entries = List.copyOf(moments.entrySet());
    ledger.inTransaction().executeWithoutResult(status -> {
      ledger
          .jdbc()
          .batchUpdate(
              "UPDATE standing SET due = 0 WHERE job_id = ? AND address = ? AND state <> 'released'"
                  + " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.job_id = standing.job_id"
                  + " AND d.address = standing.address AND d.at >= ?)",
              entries,
              Math.max(1, entries.size()),
              this::bind);
      ledger
          .jdbc()
          .batchUpdate(
              "INSERT INTO delivery (job_id, address, at) VALUES (?, ?, ?) ON CONFLICT (job_id, address)"
                  + " DO UPDATE SET at = excluded.at WHERE excluded.at > delivery.at",
              entries,
              Math.max(1, entries.size()),
              this::bind);
    });
  }

  private void bind(PreparedStatement to, Map.Entry<String, Instant> it) throws SQLException {
    to.setLong(1, ledger.job());
    to.setString(2, it.getKey());
    to.setLong(3, it.getValue().toEpochMilli());
  }

  /** When which address took mail, as the mailing system says; from some moment on. */
  public void deliveredSince(Instant since, BiConsumer<String, Instant> sink) {
    new Answer(ledger)
        .each(
            "SELECT address, at FROM delivery WHERE job_id = ? AND at >= ? ORDER BY address",
            row -> sink.accept(row.getString(1), Instant.ofEpochMilli(row.getLong(2))),
            ledger.job(),
            since.toEpochMilli());
  }

  /** How many addresses were first called dead, by day, provider and rule. */
  public List<Tally> tallies() {
    return ledger
        .jdbc()
        .query(
            "SELECT day, provider, rule, COUNT(*) FROM first_dead WHERE job_id = ?"
                + " GROUP BY day, provider, rule ORDER BY day, provider, rule",
            (row, n) -> new Tally(
                LocalDate.ofEpochDay(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getLong(4)),
            ledger.job());
  }

  /**
   * How many addresses mail failed to on its way.
   *
   * @param tallies by day, provider and category; the category stands as the rule
   * @param heardOf the days that the run itself heard of
   */
  public record Routes(List<Tally> tallies, Set<LocalDate> heardOf) {}

  /**
   * The failures on the way that a run knows.
   *
   * @param since days before are passed over
   */
  public Routes routes(long run, Instant since) {
    Set<LocalDate> heardOf = new HashSet<>();
    List<Tally> tallies = ledger
        .jdbc()
        .query(
            ROUTES,
            (row, n) -> {
              LocalDate day = LocalDate.ofEpochDay(row.getLong(1));
              if (row.getLong(5) == run) {
                heardOf.add(day);
              }
              return new Tally(day, row.getString(2), row.getString(3), row.getLong(4));
            },
            ledger.job(),
            since.toEpochMilli());
    return new Routes(tallies, heardOf);
  }

  /** The addresses of a run with all that is known of them, in order. */
  public Histories histories(long run, List<GuardEvent> guarded) {
    return new Histories(ledger, run, guarded);
  }

  /**
   * What was decided about an address.
   *
   * @param next the state that it comes into; null where it keeps its state, if it has any
   * @param stands true where it is active, held or under review after this
   * @param due when that has to be decided anew though nothing is heard of the address; null for never
   */
  public record Decided(
      String address,
      Decision decision,
      @Nullable Suppression next,
      boolean stands,
      @Nullable Instant due) {}

  /** Remembers a chunk of decisions. To be called inside a transaction. */
  public void record(long run, List<? extends Decided> chunk) {
    ledger
        .jdbc()
        .batchUpdate(
            "UPDATE outcome SET measure = ?, reason = ?, counted = ? WHERE job_id = ? AND address = ? AND run_id = ?"
                + " AND event IN " + ABOUT_ADDRESS,
            chunk,
            Math.max(1, chunk.size()),
            (statement, it) -> bind(statement, run, it));
    List<Standings.Fresh> next = new ArrayList<>();
    Map<String, @Nullable Instant> due = new HashMap<>();
    Map<Long, Reply> replies = replies(chunk);
    for (Decided it : chunk) {
      Suppression standing = it.next();
      if (standing != null) {
        next.add(new Standings.Fresh(withReply(standing, it.decision(), replies), it.due()));
      } else if (it.stands()) {
        due.put(it.address(), it.due());
      }
    }
    Standings standings = new Standings(ledger);
    standings.record(run, next);
    standings.due(due);
  }

  /** The reply that decided. */
  private record Reply(
      String text, @Nullable String status, @Nullable Integer code) {}

  private Map<Long, Reply> replies(List<? extends Decided> chunk) {
    List<Long> ids = new ArrayList<>();
    for (Decided it : chunk) {
      Incident evidence = it.decision().evidence();
      if (it.next() != null && evidence != null) {
        ids.add(evidence.id());
      }
    }
    Map<Long, Reply> replies = new HashMap<>();
    if (!ids.isEmpty()) {
      String sql =
          "SELECT outcome_id, diagnostic, status, reply_code FROM evidence WHERE outcome_id IN ("
              + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
      ledger
          .jdbc()
          .query(
              sql,
              row -> {
                int code = row.getInt(4);
                Integer replyCode = row.wasNull() ? null : Integer.valueOf(code);
                replies.put(
                    row.getLong(1),
                    new Reply(
                        Objects.requireNonNullElse(row.getString(2), ""),
                        row.getString(3),
                        replyCode));
              },
              ids.toArray());
    }
    return replies;
  }

  private static Suppression withReply(
      Suppression it, Decision decision, Map<Long, Reply> replies) {
    Incident evidence = decision.evidence();
    Reply reply = evidence == null ? null : replies.get(evidence.id());
    if (reply == null) {
      return it;
    }
    return new Suppression(
        it.address(),
        it.state(),
        it.cause(),
        it.category(),
        it.subtype(),
        it.rule(),
        it.provider(),
        it.reason(),
        reply.text(),
        reply.status(),
        reply.code(),
        it.firstSeen(),
        it.lastSeen(),
        it.count(),
        it.since(),
        it.expires());
  }

  private void bind(PreparedStatement to, long run, Decided it) throws SQLException {
    to.setString(1, it.decision().measure().label());
    to.setString(2, it.decision().reason());
    to.setInt(3, it.decision().count());
    to.setLong(4, ledger.job());
    to.setString(5, it.address());
    to.setLong(6, run);
  }

  /** What is decided about a row that needs no history, and why. */
  public record Plain(Measure measure, String reason) {}

  /** Decides the rows that need no history, by event: what names nobody, or says nothing about the address. */
  public void recordPlain(long run, Map<Event, Plain> plain) {
    StringBuilder when = new StringBuilder();
    List<Object> arguments = new ArrayList<>();
    plain.forEach((event, it) -> {
      when.append(" WHEN '").append(event.label()).append("' THEN ?");
      arguments.add(it.measure().label());
    });
    plain.forEach((event, it) -> arguments.add(it.reason()));
    arguments.add(run);
    // All events in one statement: each one reads all rows of the run.
    ledger
        .jdbc()
        .update(
            "UPDATE outcome SET measure = CASE event" + when + " END, reason = CASE event" + when
                + " END, counted = 0 WHERE run_id = ? AND (address IS NULL OR event NOT IN "
                + ABOUT_ADDRESS + ")",
            arguments.toArray());
  }
}
