package org.bouncescan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a long answer row by row, in bounded memory, apart from the transaction of the calling thread. */
final class Answer {
  private static final int ROWS_AT_ONCE = 1000;

  private final Ledger ledger;

  Answer(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Takes a row; may be anything but another row's. */
  interface RowSink {
    void accept(ResultSet row) throws SQLException;
  }

  void each(String sql, RowSink sink, Object... arguments) {
    try (Connection connection = ledger.database().apart()) {
      // PostgreSQL hands out rows bit by bit only inside a transaction.
      connection.setAutoCommit(!ledger.isPostgres());
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(ROWS_AT_ONCE);
        for (int i = 0; i < arguments.length; i++) {
          statement.setObject(i + 1, arguments[i]);
        }
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            sink.accept(rows);
          }
        }
      } finally {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      }
    } catch (SQLException e) {
      throw LedgerFailures.explain(ledger.database().place(), e);
    }
  }
}
