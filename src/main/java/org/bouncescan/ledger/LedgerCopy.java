package org.bouncescan.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies what a ledger knows of a job into a file, for a run that must change nothing. */
public final class LedgerCopy {
  /** The tables in an order in which what is referred to comes first, and which rows belong to a job. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    String byRun = "run_id IN (SELECT id FROM run WHERE job_id = ?)";
    String byJob = "job_id = ?";
    TABLES.put("job", "id = ?");
    TABLES.put("run", byJob);
    TABLES.put("run_count", byRun);
    TABLES.put("mailbox", byJob);
    TABLES.put("run_mailbox", byRun);
    TABLES.put("message", byRun);
    TABLES.put("outcome", byJob);
    TABLES.put("evidence", "outcome_id IN (SELECT id FROM outcome WHERE job_id = ?)");
    TABLES.put("first_dead", byJob);
    TABLES.put("suppression", byJob);
    TABLES.put("standing", byJob);
    TABLES.put("guard_event", byJob);
    TABLES.put("released", byJob);
    TABLES.put("delivery", byJob);
  }

  private LedgerCopy() {}

  /**
   * Copies a job's memory as it is now; a run may be at work in it.
   *
   * @param to an SQLite file that does not exist yet; stays away where there is no ledger to copy
   */
  public static void copy(LedgerPlace from, String job, Path to) {
    if (from instanceof LedgerPlace.SqliteFile file) {
      if (Files.exists(file.path())) {
        copyFile(file, to);
      }
      return;
    }
    if (!isThere(from)) {
      return;
    }
    try (Ledger source = Ledger.openForReading(from, job);
        Ledger target = Ledger.open(new LedgerPlace.SqliteFile(to), job)) {
      copyRows(source, target);
    } catch (SQLException e) {
      throw LedgerFailures.explain(from, e);
    }
  }

  private static boolean isThere(LedgerPlace place) {
    try (Database database = Database.open(place, false)) {
      return new Schema(database).isThere();
    }
  }

  private static void copyFile(LedgerPlace.SqliteFile file, Path to) {
    try (Database database = Database.open(file, false);
        Connection connection = database.apart();
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, to.toString());
      statement.execute();
    } catch (SQLException e) {
      throw LedgerFailures.explain(file, e);
    }
  }

  private static void copyRows(Ledger source, Ledger target) throws SQLException {
    try (Connection to = target.database().apart()) {
      to.setAutoCommit(false);
      try (Statement statement = to.createStatement()) {
        statement.execute("DELETE FROM job");
        // The numbers of the copy go on behind those of the original.
        statement.execute("UPDATE number SET next = next + 4611686018427387904");
      }
      for (Map.Entry<String, String> table : TABLES.entrySet()) {
        new Answer(source)
            .each(
                "SELECT * FROM " + table.getKey() + " WHERE " + table.getValue(),
                new RowCopy(to, table.getKey()),
                source.job());
      }
      to.commit();
      to.setAutoCommit(true);
    }
  }

  /** Writes every row it is given into a table of the same name. */
  private record RowCopy(Connection to, String table) implements Answer.RowSink {
    @Override
    public void accept(ResultSet row) throws SQLException {
      int columns = row.getMetaData().getColumnCount();
      StringBuilder names = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        names.append(i == 1 ? "" : ", ").append(row.getMetaData().getColumnName(i));
      }
      String sql = "INSERT INTO " + table + " (" + names + ") VALUES ("
          + String.join(", ", Collections.nCopies(columns, "?")) + ")";
      try (PreparedStatement insert = to.prepareStatement(sql)) {
        for (int i = 1; i <= columns; i++) {
          insert.setObject(i, row.getObject(i));
        }
        insert.executeUpdate();
      }
    }
  }
}
