package org.bouncescan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong with a ledger that is a file. */
class SqliteFileTest {
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

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(place().path())))
        .isEqualTo("rw-------");
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
  void a_ledger_that_is_not_there_can_not_be_asked() {
    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("there is no ledger here; a run creates it");
    assertThat(place().path()).doesNotExist();
  }

  @Test
  void failures_on_the_way_are_looked_up_and_not_searched_for_among_all_outcomes()
      throws Exception {
    Ledger.open(place(), "nightly").close();

    assertThat(plan(Decisions.ROUTES, 2)).contains("outcome_route");
  }

  @Test
  void what_is_not_settled_is_looked_up_and_not_searched_for_in_the_whole_mailbox()
      throws Exception {
    Ledger.open(place(), "nightly").close();

    assertThat(plan(Mailboxes.UNSETTLED, 4)).contains("message_unsettled").doesNotContain("SCAN");
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
}
