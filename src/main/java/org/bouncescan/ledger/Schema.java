package org.bouncescan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.bouncescan.ledger.LedgerException.Kind;

/** The tables of a ledger: created, brought up to date, or refused. */
final class Schema {
  /** The first one creates, each further one changes what the one before left; never edited once released. */
  private static final List<String> VERSIONS =
      List.of("schema-1.sql", "schema-2.sql", "schema-3.sql");

  private final Database database;
  private final List<String> versions;

  Schema(Database database) {
    this(database, VERSIONS);
  }

  Schema(Database database, List<String> versions) {
    this.database = database;
    this.versions = List.copyOf(versions);
  }

  /**
   * Creates or migrates the tables, in one transaction.
   *
   * @return true when there were none before
   */
  boolean bringUpToDate() {
    try (Connection connection = database.apart()) {
      int before = version(connection);
      if (before > versions.size()) {
        throw newer(before);
      }
      if (before < versions.size()) {
        migrate(connection, before);
      }
      return before == 0;
    } catch (SQLException e) {
      throw LedgerFailures.explain(database.place(), e);
    }
  }

  /** False where no run has created a ledger yet. */
  boolean isThere() {
    try (Connection connection = database.apart()) {
      return version(connection) > 0;
    } catch (SQLException e) {
      throw LedgerFailures.explain(database.place(), e);
    }
  }

  /** Refuses what {@link #bringUpToDate} would have to change; changes nothing. */
  void requireUpToDate() {
    try (Connection connection = database.apart()) {
      int version = version(connection);
      if (version > versions.size()) {
        throw newer(version);
      }
      if (version < versions.size()) {
        throw new LedgerException(
            Kind.UNUSABLE,
            database.place().place()
                + ": there is no ledger of this version here; let a run create or migrate it first",
            null);
      }
    } catch (SQLException e) {
      throw LedgerFailures.explain(database.place(), e);
    }
  }

  private LedgerException newer(int version) {
    return new LedgerException(
        Kind.UNUSABLE,
        database.place().place() + ": the ledger is of version " + version + ", this program knows "
            + versions.size() + "; use the newer program that wrote it, or restore an older copy",
        null);
  }

  private void migrate(Connection connection, int before) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (before == 0) {
        statement.execute(
            "CREATE TABLE ledger_version (version INTEGER NOT NULL, since TIMESTAMP NOT NULL)");
      }
      for (int i = before; i < versions.size(); i++) {
        for (String sql : database.statements(versions.get(i))) {
          statement.execute(sql);
        }
        statement.execute("INSERT INTO ledger_version (version, since) VALUES (" + (i + 1)
            + ", CURRENT_TIMESTAMP)");
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** 0 where there is no ledger yet. */
  private static int version(Connection connection) throws SQLException {
    // PostgreSQL has other schemas beside the one that the connection works in.
    try (ResultSet tables = connection
        .getMetaData()
        .getTables(null, connection.getSchema(), "ledger_version", new String[] {"TABLE"})) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT MAX(version) FROM ledger_version")) {
      return answer.next() ? answer.getInt(1) : 0;
    }
  }
}
