package org.bouncescan.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bouncescan.ledger.LedgerException.Kind;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.sqlite.SQLiteConfig;

/** The connections to a ledger, and what differs between SQLite and PostgreSQL. */
final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 12;

  /** For how long a writer of this process waits for another one. */
  private static final int BUSY_MILLIS = 30_000;

  private final LedgerPlace place;
  private final HikariDataSource pool;
  private final DataSource lazy;

  private Database(LedgerPlace place, HikariDataSource pool) {
    this.place = place;
    this.pool = pool;
    // A chunk's transaction begins before the chunk is read; only its first statement may take the
    // write lock.
    LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy();
    proxy.setTargetDataSource(pool);
    proxy.setDefaultAutoCommit(true);
    proxy.setDefaultTransactionIsolation(
        isPostgres() ? Connection.TRANSACTION_READ_COMMITTED : Connection.TRANSACTION_SERIALIZABLE);
    this.lazy = proxy;
  }

  /** Opens a ledger; where it is not to be created, a file that is not there is refused. */
  static Database open(LedgerPlace place, boolean create) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("ledger");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(1); // what can not be opened now is said now
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(20));
    if (place instanceof LedgerPlace.SqliteFile file) {
      if (create) {
        createFile(file.path());
      } else if (!Files.isReadable(file.path())) {
        throw new LedgerException(
            Kind.UNUSABLE, file.path() + ": there is no ledger here; a run creates it", null);
      }
      SQLiteConfig sqlite = new SQLiteConfig();
      sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
      sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      sqlite.setBusyTimeout(BUSY_MILLIS);
      sqlite.setCacheSize(-32_000);
      sqlite.setTempStore(SQLiteConfig.TempStore.FILE);
      config.setDataSourceProperties(sqlite.toProperties());
      config.setJdbcUrl("jdbc:sqlite:" + file.path().toAbsolutePath());
    } else if (place instanceof LedgerPlace.Postgres postgres) {
      config.setJdbcUrl(postgres.url());
      config.setUsername(postgres.user());
      config.setPassword(postgres.password());
      config.addDataSourceProperty("ApplicationName", "bouncescan");
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
    }
    try {
      return new Database(place, new HikariDataSource(config));
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException sql ? LedgerFailures.explain(place, sql) : e;
    }
  }

  /** The file must not be there for others to read even for a moment: it names people. */
  private static void createFile(Path path) {
    Path folder = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(path)) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new LedgerException(
          Kind.UNUSABLE,
          path + ": the ledger can't be created (" + e.getClass().getSimpleName()
              + "); create its folder and give this user the right to write there",
          e);
    }
    if (!Files.isWritable(path) || !Files.isWritable(folder)) {
      throw new LedgerException(
          Kind.UNUSABLE,
          path + ": the ledger or its folder can't be written; give this user the right to write",
          null);
    }
  }

  boolean isPostgres() {
    return place instanceof LedgerPlace.Postgres;
  }

  LedgerPlace place() {
    return place;
  }

  /** Takes a connection from the pool when the first statement needs it, not before. */
  DataSource dataSource() {
    return lazy;
  }

  /** A connection apart from any transaction of the calling thread, for reading a long answer. */
  Connection apart() throws SQLException {
    return pool.getConnection();
  }

  /** The statements of a schema file, in this database's words. */
  List<String> statements(String resource) {
    String text;
    try (InputStream in = Objects.requireNonNull(Database.class.getResourceAsStream(resource))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> statements = new ArrayList<>();
    String sql = text.replaceAll("(?m)--.*$", "")
        .replace("{blob}", isPostgres() ? "BYTEA" : "BLOB")
        .replace("{id}", isPostgres() ? "BIGINT" : "INTEGER")
        .replace("{clustered}", isPostgres() ? "" : "WITHOUT ROWID");
    for (String statement : sql.split(";", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  @Override
  public void close() {
    pool.close();
  }
}
