package org.bouncescan.ledger;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The memory of one job: open it, and use its parts. What is written inside a transaction of {@link #transactions} is
 * written with it. Several jobs can share a database and know nothing of each other.
 */
public final class Ledger implements AutoCloseable {
  /** How many numbers one opening may use; there are enough for eight billion openings. */
  private static final long NUMBERS = 1L << 30;

  private final Database database;
  private final @Nullable LedgerLock lock;
  private final boolean isNew;
  private final WriterTransactions transactions;
  private final JdbcTemplate jdbc;
  private final long job;
  private final AtomicLong numbers;

  private Ledger(Database database, @Nullable LedgerLock lock, boolean isNew, String jobName) {
    this.database = database;
    this.lock = lock;
    this.isNew = isNew;
    this.transactions = new WriterTransactions(database.dataSource());
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.numbers = new AtomicLong(lock == null ? Long.MAX_VALUE : reserve());
    this.job = lock == null ? findJob(jobName) : createJob(jobName);
  }

  /**
   * Opens a ledger for a run: creates or migrates it, and locks it until it is closed.
   *
   * @throws LedgerException when another run holds it, or it can't be used
   */
  public static Ledger open(LedgerPlace place, String job) {
    return open(place, job, true);
  }

  /** Opens a ledger for questions only; it must be there already, and a run may be at work in it. */
  public static Ledger openForReading(LedgerPlace place, String job) {
    return open(place, job, false);
  }

  private static Ledger open(LedgerPlace place, String job, boolean run) {
    Objects.requireNonNull(job, "job is null");
    Database database = null;
    LedgerLock lock = null;
    try {
      database = Database.open(place, run);
      if (run) {
        lock = LedgerLock.take(database, job);
        return new Ledger(database, lock, new Schema(database).bringUpToDate(), job);
      }
      new Schema(database).requireUpToDate();
      return new Ledger(database, null, false, job);
    } catch (LedgerException | DataAccessException e) {
      if (lock != null) {
        lock.close();
      }
      if (database != null) {
        database.close();
      }
      throw e instanceof LedgerException known ? known : failure(place, e);
    }
  }

  private static LedgerException failure(LedgerPlace place, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return LedgerFailures.explain(place, sql);
      }
    }
    return new LedgerException(
        LedgerException.Kind.UNUSABLE,
        place.place() + ": the ledger can't be used (" + failure.getMessage() + ")",
        failure);
  }

  /** What the operator should read where {@code failure} comes from the ledger; null where it does not. */
  public @Nullable LedgerException explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LedgerException known) {
        return known;
      }
      if (cause instanceof SQLException sql) {
        return LedgerFailures.explain(database.place(), sql);
      }
    }
    return null;
  }

  /**
   * To be called before anything is done that others can see.
   *
   * @throws LedgerException where the lock was lost, so that another run may be at work
   */
  public void requireLock() {
    if (lock == null || !lock.isHeld()) {
      throw new LedgerException(
          LedgerException.Kind.LOCKED,
          database.place().place()
              + ": the connection that keeps other runs away was lost; nothing more is done, and the next run"
              + " goes on from here",
          null);
    }
  }

  /** True when there was no ledger before it was opened. */
  public boolean isNew() {
    return isNew;
  }

  public boolean isPostgres() {
    return database.isPostgres();
  }

  public DataSource dataSource() {
    return database.dataSource();
  }

  public PlatformTransactionManager transactions() {
    return transactions;
  }

  /** Takes the write lock for the transaction of this thread: before any other lock that is taken inside it. */
  public void lockForWriting() {
    transactions.lock();
  }

  public Runs runs() {
    return new Runs(this);
  }

  public Mailboxes mailboxes() {
    return new Mailboxes(this);
  }

  public Decisions decisions() {
    return new Decisions(this);
  }

  public Suppressions suppressions() {
    return new Suppressions(this);
  }

  public Releases releases() {
    return new Releases(this);
  }

  public Retention retention() {
    return new Retention(this);
  }

  public Rows rows() {
    return new Rows(this);
  }

  TransactionTemplate inTransaction() {
    return new TransactionTemplate(transactions);
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  Database database() {
    return database;
  }

  long job() {
    return job;
  }

  /** A number higher than every one given before. */
  long nextNumber() {
    return numbers.getAndIncrement();
  }

  private long reserve() {
    Long first = inTransaction().execute(status -> {
      if (jdbc.update("UPDATE number SET next = next + ? WHERE name = 'all'", NUMBERS) == 0) {
        jdbc.update("INSERT INTO number (name, next) VALUES ('all', ?)", 1 + NUMBERS);
      }
      return Objects.requireNonNull(
          jdbc.queryForObject("SELECT next FROM number WHERE name = 'all'", Long.class));
    });
    return Objects.requireNonNull(first) - NUMBERS;
  }

  private long createJob(String name) {
    Long id = inTransaction().execute(status -> {
      Long known = findJob(name);
      if (known >= 0) {
        return known;
      }
      long fresh = nextNumber();
      jdbc.update("INSERT INTO job (id, name) VALUES (?, ?)", fresh, name);
      return fresh;
    });
    return Objects.requireNonNull(id);
  }

  /** -1 where it is not known. */
  private long findJob(String name) {
    return jdbc.queryForList("SELECT id FROM job WHERE name = ?", Long.class, name).stream()
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(-1L);
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
    database.close();
  }
}
