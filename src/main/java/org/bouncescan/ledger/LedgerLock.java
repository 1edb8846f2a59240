package org.bouncescan.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.bouncescan.ledger.LedgerException.Kind;

/** Keeps two runs apart: the operating system or the database frees it when the process dies, however it dies. */
final class LedgerLock implements AutoCloseable {
  /** Jobs of one name in two schemas of a database are two jobs. */
  private static final String KEY =
      "hashtext('bouncescan ' || COALESCE(current_schema(), '')), hashtext(?)";

  private static final int ANSWER_SECONDS = 10;

  private final AutoCloseable held;
  private final Check check;

  private LedgerLock(AutoCloseable held, Check check) {
    this.held = held;
    this.check = check;
  }

  /** Whether a lock that was taken is still held. */
  private interface Check {
    boolean holds() throws SQLException;
  }

  /** A database frees the lock also when the connection that took it is lost, which a run would not notice. */
  boolean isHeld() {
    try {
      return check.holds();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Locks the file {@code <ledger>.lock}, or this job in a database. */
  static LedgerLock take(Database database, String job) {
    return database.place() instanceof LedgerPlace.SqliteFile file
        ? takeFile(file.path())
        : takeAdvisory(database, job);
  }

  private static LedgerLock takeFile(Path ledger) {
    Path path = ledger.resolveSibling(ledger.getFileName() + ".lock");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new LedgerLock(channel, lock::isValid);
      }
      channel.close();
      throw locked(ledger.toString());
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
      throw locked(ledger.toString());
    } catch (IOException e) {
      closeQuietly(channel);
      throw new LedgerException(
          Kind.UNUSABLE,
          path + ": the lock file can't be written; give this user the right to write there",
          e);
    }
  }

  private static LedgerLock takeAdvisory(Database database, String job) {
    try {
      Connection connection = database.apart();
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_try_advisory_lock(" + KEY + ")")) {
        statement.setString(1, job);
        try (ResultSet answer = statement.executeQuery()) {
          if (answer.next() && answer.getBoolean(1)) {
            return new LedgerLock(
                () -> {
                  unlock(connection, job);
                  connection.close();
                },
                () -> connection.isValid(ANSWER_SECONDS));
          }
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      connection.close();
      throw locked("job '" + job + "' in " + database.place().place());
    } catch (SQLException e) {
      throw LedgerFailures.explain(database.place(), e);
    }
  }

  /** A pooled connection outlives its loan, so the lock must be given back by name. */
  private static void unlock(Connection connection, String job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_advisory_unlock(" + KEY + ")")) {
      statement.setString(1, job);
      statement.execute();
    }
  }

  private static LedgerException locked(String what) {
    return new LedgerException(
        Kind.LOCKED, what + ": another run is at work; try again when it has ended", null);
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It was never locked by us.
      }
    }
  }

  @Override
  public void close() {
    try {
      held.close();
    } catch (Exception e) {
      // The operating system frees it when the process ends.
    }
  }
}
