package org.bouncescan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bouncescan.ledger.RunRecord.State;
import org.jspecify.annotations.Nullable;

/** The runs of a job. */
public final class Runs {
  private static final String COLUMNS =
      "SELECT id, day, folder, state, starts, started_at, ended_at, exit_code, summary FROM run ";

  private final Ledger ledger;

  Runs(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * The run to work on: the last one where it has not ended, else a new one. Its day and folder never change, however
   * often it is started again.
   *
   * @param day today
   * @param taken true for a folder name that exists already on the disk
   */
  public RunRecord begin(Instant now, LocalDate day, Predicate<String> taken) {
    RunRecord run = ledger.inTransaction().execute(status -> {
      RunRecord open = unfinished();
      if (open != null) {
        ledger.jdbc().update("UPDATE run SET starts = starts + 1 WHERE id = ?", open.id());
        return get(open.id());
      }
      long id = ledger.nextNumber();
      ledger
          .jdbc()
          .update(
              "INSERT INTO run (id, job_id, kind, day, folder, state, starts, started_at)"
                  + " VALUES (?, ?, 'run', ?, ?, 'running', 1, ?)",
              id,
              ledger.job(),
              day.toString(),
              freeFolder(day, taken),
              now.toEpochMilli());
      return get(id);
    });
    return Objects.requireNonNull(run);
  }

  private static String freeFolder(LocalDate day, Predicate<String> taken) {
    String folder = day.toString();
    for (int n = 2; taken.test(folder); n++) {
      folder = day + "-" + n;
    }
    return folder;
  }

  /** The run that was stopped or killed before it ended; null when there is none. */
  public @Nullable RunRecord unfinished() {
    return ledger
        .jdbc()
        .query(
            COLUMNS + "WHERE job_id = ? AND state <> 'ended' ORDER BY id DESC LIMIT 1",
            Runs::record,
            ledger.job())
        .stream()
        .findFirst()
        .orElse(null);
  }

  public RunRecord get(long run) {
    return Objects.requireNonNull(
        ledger.jdbc().queryForObject(COLUMNS + "WHERE id = ?", Runs::record, run));
  }

  /**
   * What may be forgotten is judged by this time: when the run began, or the one before it where that was earlier. So a
   * clock that is wrong for a night forgets nothing; null for the first run of all.
   */
  public @Nullable Instant trustedTime(RunRecord run) {
    Long before = ledger
        .jdbc()
        .queryForObject(
            "SELECT MIN(started_at) FROM run WHERE id = (SELECT MAX(id) FROM run WHERE job_id = ? AND kind = 'run'"
                + " AND id < ?)",
            Long.class,
            ledger.job(),
            run.id());
    if (before == null) {
      return null;
    }
    Instant earlier = Instant.ofEpochMilli(before);
    return earlier.isBefore(run.startedAt()) ? earlier : run.startedAt();
  }

  /** The last runs, newest first. */
  public List<RunRecord> last(int limit) {
    return ledger
        .jdbc()
        .query(
            COLUMNS + "WHERE job_id = ? ORDER BY id DESC LIMIT ?",
            Runs::record,
            ledger.job(),
            limit);
  }

  /** The files of a run are durable. */
  public void reported(long run) {
    ledger
        .jdbc()
        .update("UPDATE run SET state = 'reported' WHERE id = ? AND state = 'running'", run);
  }

  /** A run has ended; nothing of it is left to do. */
  public void end(long run, Instant now, int exitCode, String summary) {
    ledger.inTransaction().executeWithoutResult(status -> {
      ledger.jdbc().update("DELETE FROM touched WHERE run_id = ?", run);
      ledger
          .jdbc()
          .update(
              "UPDATE run SET state = 'ended', ended_at = ?, exit_code = ?, summary = ? WHERE id = ?",
              now.toEpochMilli(),
              exitCode,
              summary,
              run);
    });
  }

  /** Remembers what a run counted. */
  public void recordCounts(long run, Map<String, Long> counts) {
    List<Map.Entry<String, Long>> entries = List.copyOf(counts.entrySet());
    ledger
        .inTransaction()
        .executeWithoutResult(status -> ledger
            .jdbc()
            .batchUpdate(
                "INSERT INTO run_count (run_id, name, amount) VALUES (?, ?, ?)"
                    + " ON CONFLICT (run_id, name) DO UPDATE SET amount = excluded.amount",
                entries,
                Math.max(1, entries.size()),
                (to, it) -> {
                  to.setLong(1, run);
                  to.setString(2, it.getKey());
                  to.setLong(3, it.getValue());
                }));
  }

  /** What the run before this one counted; empty when there was none. */
  public Map<String, Long> countsBefore(long run) {
    Map<String, Long> counts = new TreeMap<>();
    ledger
        .jdbc()
        .query(
            "SELECT name, amount FROM run_count WHERE run_id ="
                + " (SELECT MAX(id) FROM run WHERE job_id = ? AND id < ?)",
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            },
            ledger.job(),
            run);
    return counts;
  }

  /** What was counted a day in the seven days before; days without a run are left out. */
  public Map<String, Double> dailyMean(long run, LocalDate day) {
    Map<String, Double> mean = new TreeMap<>();
    String from = day.minusDays(7).toString();
    Long days = ledger
        .jdbc()
        .queryForObject(
            "SELECT COUNT(DISTINCT day) FROM run WHERE job_id = ? AND id < ? AND day >= ? AND day < ?",
            Long.class,
            ledger.job(),
            run,
            from,
            day.toString());
    if (days == null || days == 0) {
      return mean;
    }
    ledger
        .jdbc()
        .query(
            "SELECT c.name, SUM(c.amount) FROM run_count c JOIN run r ON r.id = c.run_id"
                + " WHERE r.job_id = ? AND r.id < ? AND r.day >= ? AND r.day < ? GROUP BY c.name",
            row -> {
              mean.put(row.getString(1), row.getDouble(2) / days);
            },
            ledger.job(),
            run,
            from,
            day.toString());
    return mean;
  }

  private static RunRecord record(ResultSet row, int number) throws SQLException {
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    int code = row.getInt("exit_code");
    Integer exitCode = row.wasNull() ? null : code;
    return new RunRecord(
        row.getLong("id"),
        LocalDate.parse(row.getString("day")),
        row.getString("folder"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("starts"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        endedAt,
        exitCode,
        row.getString("summary"));
  }
}
