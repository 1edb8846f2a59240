package org.bouncescan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.bouncescan.classify.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger is created, locked, migrated, or refused with the cure. */
class LedgerTest {
  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  @TempDir
  private Path folder;

  private LedgerPlace.SqliteFile place() {
    return new LedgerPlace.SqliteFile(folder.resolve("deep/ledger.db"));
  }

  @Test
  void a_new_ledger_is_for_its_owner_alone() throws Exception {
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      assertThat(ledger.isNew()).isTrue();
    }
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      assertThat(ledger.isNew()).isFalse();
    }

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(place().path())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_second_run_is_refused_while_the_first_is_at_work() {
    try (Ledger first = Ledger.open(place(), "nightly")) {
      assertThat(first.isNew()).isTrue();
      assertThatThrownBy(() -> Ledger.open(place(), "nightly"))
          .isInstanceOfSatisfying(
              LedgerException.class,
              it -> assertThat(it.kind()).isEqualTo(LedgerException.Kind.LOCKED))
          .hasMessageContaining("another run is at work; try again");
      try (Ledger question = Ledger.openForReading(place(), "nightly")) {
        assertThat(question.runs().last(10)).isEmpty();
      }
    }
  }

  @Test
  void a_file_that_is_no_ledger_is_refused_and_left_as_it_is() throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(place().path(), "these are the times that try men's souls\n".repeat(1000));

    assertThatThrownBy(() -> Ledger.open(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db: the ledger is damaged; restore it from a backup");
    assertThat(place().path()).content().startsWith("these are the times");
  }

  @Test
  void a_truncated_ledger_is_refused() throws Exception {
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      MailboxPosition mailbox = ledger.mailboxes().position("bounces");
      ledger.mailboxes().startAgain(mailbox, 1);
    }
    try (FileChannel file = FileChannel.open(place().path(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }

    assertThatThrownBy(() -> {
          try (Ledger ledger = Ledger.open(place(), "nightly")) {
            ledger.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false);
          }
        })
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the ledger is damaged");
  }

  @Test
  void a_ledger_of_a_newer_program_is_refused() throws Exception {
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      assertThat(ledger.isNew()).isTrue();
    }
    change("INSERT INTO ledger_version (version, since) VALUES (99, CURRENT_TIMESTAMP)");

    assertThatThrownBy(() -> Ledger.open(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the ledger is of version 99, this program knows 2")
        .hasMessageContaining("use the newer program");
    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void a_ledger_that_is_not_there_can_not_be_asked() {
    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("there is no ledger here; a run creates it");
    assertThat(place().path()).doesNotExist();
  }

  @Test
  void an_older_ledger_is_migrated_whole_or_not_at_all() {
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      assertThat(ledger.isNew()).isTrue();
    }
    try (Database database = Database.open(place(), true)) {
      Schema broken =
          new Schema(database, List.of("schema-1.sql", "schema-2.sql", "test-schema-broken.sql"));
      assertThatThrownBy(broken::bringUpToDate).isInstanceOf(LedgerException.class);
      new Schema(database).requireUpToDate();

      Schema next =
          new Schema(database, List.of("schema-1.sql", "schema-2.sql", "test-schema-3.sql"));
      assertThatThrownBy(next::requireUpToDate)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("let a run create or migrate it first");
      assertThat(next.bringUpToDate()).isFalse();
      next.requireUpToDate();
    }
  }

  @Test
  void jobs_in_one_ledger_know_nothing_of_each_other() {
    byte[] hash = ByteBuffer.allocate(32).putLong(42).array();
    long run;
    try (Ledger ledger = Ledger.open(place(), "one")) {
      MailboxPosition mailbox = ledger.mailboxes().startAgain(ledger.mailboxes().position("b"), 7);
      run =
          ledger.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
      Finding finding = new Finding(
          Event.FAILED,
          "a@example.net",
          null,
          null,
          null,
          "",
          true,
          false,
          true,
          "m",
          Evidence.NONE);
      ledger
          .mailboxes()
          .record(
              run,
              mailbox,
              List.of(
                  new SeenMessage.Read(5, hash, 100, NIGHT, Event.FAILED, true, List.of(finding))),
              uid -> true);
      assertThat(ledger.mailboxes().unread(mailbox, new long[] {4, 5, 6})).containsExactly(4, 6);
    }
    try (Ledger ledger = Ledger.open(place(), "two")) {
      MailboxPosition mailbox = ledger.mailboxes().position("b");
      assertThat(mailbox.uidValidity()).isZero();
      assertThat(ledger.runs().unfinished()).isNull();
      long other =
          ledger.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
      assertThat(other).isGreaterThan(run);
      assertThat(ledger.decisions().prepare(other, NIGHT)).isZero();
    }
  }

  @Test
  void messages_of_the_same_bytes_are_looked_up_and_not_searched_for_in_the_whole_mailbox()
      throws Exception {
    Ledger.open(place(), "nightly").close();

    assertThat(plan(Twins.sql(250), 251))
        .contains("message_content (content=?)")
        .doesNotContain("SCAN");
  }

  /** How SQLite goes about a query. */
  private String plan(String sql, int parameters) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + place().path());
        PreparedStatement statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql)) {
      for (int i = 1; i <= parameters; i++) {
        statement.setLong(i, i);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString("detail")).append('\n');
        }
      }
    }
    return plan.toString();
  }

  private void change(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + place().path());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_ledger_of_the_first_version_is_migrated_with_all_that_it_knew() throws Exception {
    try (Database database = Database.open(place(), true)) {
      new Schema(database, List.of("schema-1.sql")).bringUpToDate();
    }
    change("INSERT INTO job (id, name) VALUES (1, 'nightly')");
    change(
        "INSERT INTO mailbox (id, job_id, name, uidvalidity, uid_floor) VALUES (2, 1, 'b', 7, 40)");

    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("let a run create or migrate it first");
    try (Ledger ledger = Ledger.open(place(), "nightly")) {
      assertThat(ledger.isNew()).isFalse();
      MailboxPosition mailbox = ledger.mailboxes().position("b");
      assertThat(mailbox).isEqualTo(new MailboxPosition(2, "b", 7, 40, 40));
      // what the first version had forgotten is not new
      assertThat(ledger.mailboxes().unread(mailbox, new long[] {39, 40, 41})).containsExactly(41);
    }
  }
}
