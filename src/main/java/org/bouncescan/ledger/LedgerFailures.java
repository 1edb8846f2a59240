package org.bouncescan.ledger;

import java.sql.SQLException;
import org.bouncescan.ledger.LedgerException.Kind;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a database's own words mean for the operator. */
final class LedgerFailures {
  private LedgerFailures() {}

  static LedgerException explain(LedgerPlace place, SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite(place, sqlite);
      }
    }
    String state = String.valueOf(failure.getSQLState());
    if (state.startsWith("28")) {
      return new LedgerException(
          Kind.UNUSABLE,
          place.place()
              + ": the database refuses the login; check 'user' and 'password' of 'ledger'",
          failure);
    }
    if (state.startsWith("3D")) {
      return new LedgerException(
          Kind.UNUSABLE, place.place() + ": there is no such database; create it first", failure);
    }
    return new LedgerException(
        Kind.UNREACHABLE,
        place.place() + ": the database does not answer (" + firstLine(failure)
            + "); check that it runs and can be reached",
        failure);
  }

  private static LedgerException sqlite(LedgerPlace place, SQLiteException failure) {
    SQLiteErrorCode code = failure.getResultCode();
    String name = code.name();
    if (code == SQLiteErrorCode.SQLITE_NOTADB || name.startsWith("SQLITE_CORRUPT")) {
      return new LedgerException(
          Kind.UNUSABLE,
          place.place()
              + ": the ledger is damaged; restore it from a backup, or move it away and the next run starts"
              + " a new one and reads the whole mailbox again",
          failure);
    }
    if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
      return new LedgerException(
          Kind.LOCKED,
          place.place() + ": the ledger is locked by another program; try again when it is done",
          failure);
    }
    if (name.startsWith("SQLITE_FULL") || name.startsWith("SQLITE_IOERR")) {
      return new LedgerException(
          Kind.UNUSABLE,
          place.place() + ": the ledger can't be written (" + firstLine(failure)
              + "); make room on the disk and run again, nothing is lost",
          failure);
    }
    return new LedgerException(
        Kind.UNUSABLE,
        place.place() + ": the ledger can't be used (" + firstLine(failure)
            + "); check the file and its rights",
        failure);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
