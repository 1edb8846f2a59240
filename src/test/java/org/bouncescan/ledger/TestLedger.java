package org.bouncescan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Where the memory of a test is, and what happens to it behind the program's back. */
public interface TestLedger extends AutoCloseable {
  LedgerPlace place();

  /** A connection past the program. */
  Connection connect() throws SQLException;

  /** Loses all it knew. */
  void lose() throws Exception;

  @Override
  void close() throws IOException, SQLException;

  default void change(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one number that a question is answered with. */
  default long count(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getLong(1) : 0;
    }
  }

  /** An SQLite file in a folder of its own. */
  record InFile(Path folder) implements TestLedger {
    @Override
    public LedgerPlace.SqliteFile place() {
      return new LedgerPlace.SqliteFile(folder.resolve("deep/ledger.db"));
    }

    @Override
    public Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:sqlite:" + place().path());
    }

    @Override
    public void lose() throws IOException {
      for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
        Files.deleteIfExists(place().path().resolveSibling(name));
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A schema of its own in the PostgreSQL database that the environment names. */
  record InPostgres(String name) implements TestLedger {
    private static final Map<String, String> ENVIRONMENT = System.getenv();

    public static boolean isConfigured() {
      return ENVIRONMENT.containsKey("BOUNCESCAN_POSTGRES_URL");
    }

    public static InPostgres create() throws SQLException {
      InPostgres schema = new InPostgres("test_" + UUID.randomUUID().toString().replace('-', '_'));
      schema.change("CREATE SCHEMA " + schema.name());
      return schema;
    }

    private static String variable(String name) {
      return Objects.requireNonNullElse(ENVIRONMENT.get("BOUNCESCAN_POSTGRES_" + name), "");
    }

    @Override
    public LedgerPlace.Postgres place() {
      String url = variable("URL");
      return new LedgerPlace.Postgres(
          url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name,
          variable("USER"),
          variable("PASSWORD"));
    }

    @Override
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(place().url(), variable("USER"), variable("PASSWORD"));
    }

    @Override
    public void lose() throws SQLException {
      close();
      change("CREATE SCHEMA " + name);
    }

    @Override
    public void close() throws SQLException {
      change("DROP SCHEMA " + name + " CASCADE");
    }
  }
}
