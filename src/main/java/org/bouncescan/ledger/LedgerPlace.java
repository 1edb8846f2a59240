package org.bouncescan.ledger;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a ledger is. */
public sealed interface LedgerPlace {
  /** For errors and logs; never holds a secret. */
  String place();

  /** An SQLite file; it is created, and its folder, where it does not exist. */
  record SqliteFile(Path path) implements LedgerPlace {
    @Override
    public String place() {
      return path.toString();
    }
  }

  /**
   * A PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql://…}
   * @param user null for the URL's own or none
   * @param password null for none; never printed
   */
  record Postgres(
      String url, @Nullable String user, @Nullable String password) implements LedgerPlace {
    @Override
    public String place() {
      int query = url.indexOf('?');
      return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
      return place();
    }
  }
}
