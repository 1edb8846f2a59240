package org.bouncescan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.bouncescan.classify.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ledger is created, locked, migrated, or refused with the cure, wherever it is. */
@ExtendWith(LedgerExtension.class)
class LedgerTest {
  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  private TestLedger ledger;

  @BeforeEach
  void prepare(TestLedger empty) {
    ledger = empty;
  }

  private LedgerPlace place() {
    return ledger.place();
  }

  @Test
  void a_new_ledger_is_new_once() throws Exception {
    try (Ledger open = Ledger.open(place(), "nightly")) {
      assertThat(open.isNew()).isTrue();
    }
    try (Ledger open = Ledger.open(place(), "nightly")) {
      assertThat(open.isNew()).isFalse();
    }
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
  void a_ledger_of_a_newer_program_is_refused() throws Exception {
    try (Ledger open = Ledger.open(place(), "nightly")) {
      assertThat(open.isNew()).isTrue();
    }
    ledger.change("INSERT INTO ledger_version (version, since) VALUES (99, CURRENT_TIMESTAMP)");

    assertThatThrownBy(() -> Ledger.open(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the ledger is of version 99, this program knows 3")
        .hasMessageContaining("use the newer program");
    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void an_older_ledger_is_migrated_whole_or_not_at_all() {
    try (Ledger open = Ledger.open(place(), "nightly")) {
      assertThat(open.isNew()).isTrue();
    }
    try (Database database = Database.open(place(), true)) {
      Schema broken = new Schema(
          database,
          List.of("schema-1.sql", "schema-2.sql", "schema-3.sql", "test-schema-broken.sql"));
      assertThatThrownBy(broken::bringUpToDate).isInstanceOf(LedgerException.class);
      new Schema(database).requireUpToDate();

      Schema next = new Schema(
          database, List.of("schema-1.sql", "schema-2.sql", "schema-3.sql", "test-schema-3.sql"));
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
    try (Ledger open = Ledger.open(place(), "one")) {
      MailboxPosition mailbox = open.mailboxes().startAgain(open.mailboxes().position("b"), 7);
      run = open.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
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
      open.mailboxes()
          .record(
              run,
              mailbox,
              List.of(
                  new SeenMessage.Read(5, hash, 100, NIGHT, Event.FAILED, true, List.of(finding))),
              uid -> true);
      assertThat(open.mailboxes().unread(mailbox, new long[] {4, 5, 6})).containsExactly(4, 6);
    }
    try (Ledger open = Ledger.open(place(), "two")) {
      MailboxPosition mailbox = open.mailboxes().position("b");
      assertThat(mailbox.uidValidity()).isZero();
      assertThat(open.runs().unfinished()).isNull();
      long other =
          open.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
      assertThat(other).isGreaterThan(run);
      assertThat(open.decisions().touch(other, NIGHT, "basis")).isZero();
    }
  }

  @Test
  void what_was_read_to_the_end_is_known_without_its_rows_and_what_was_not_had_is_asked_for_again()
      throws Exception {
    long[] there = {4, 5, 6};
    try (Ledger open = Ledger.open(place(), "nightly")) {
      MailboxPosition mailbox = open.mailboxes().startAgain(open.mailboxes().position("b"), 7);
      long run =
          open.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
      List<SeenMessage> seen = List.of(
          new SeenMessage.Read(4, new byte[32], 100, NIGHT, Event.FAILED, true, List.of()),
          new SeenMessage.Failed(5, "not handed out"),
          new SeenMessage.Read(6, new byte[32], 100, NIGHT, Event.FAILED, true, List.of()));
      open.mailboxes().record(run, mailbox, seen, uid -> true);
      open.mailboxes().finished(mailbox, 7, there);
    }
    ledger.change("DELETE FROM message");

    try (Ledger open = Ledger.open(place(), "nightly")) {
      MailboxPosition mailbox = open.mailboxes().position("b");
      assertThat(open.mailboxes().unread(mailbox, new long[] {3, 4, 5, 6, 7}))
          .containsExactly(3, 5, 7);
      mailbox = open.mailboxes().startAgain(mailbox, 8);
      assertThat(open.mailboxes().unread(mailbox, there)).containsExactly(there);
    }
  }

  @Test
  void a_ledger_of_the_first_version_is_migrated_with_all_that_it_knew() throws Exception {
    try (Database database = Database.open(place(), true)) {
      new Schema(database, List.of("schema-1.sql")).bringUpToDate();
    }
    ledger.change("INSERT INTO job (id, name) VALUES (1, 'nightly')");
    ledger.change(
        "INSERT INTO mailbox (id, job_id, name, uidvalidity, uid_floor) VALUES (2, 1, 'b', 7, 40)");

    assertThatThrownBy(() -> Ledger.openForReading(place(), "nightly"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("let a run create or migrate it first");
    try (Ledger open = Ledger.open(place(), "nightly")) {
      assertThat(open.isNew()).isFalse();
      MailboxPosition mailbox = open.mailboxes().position("b");
      assertThat(mailbox).isEqualTo(new MailboxPosition(2, "b", 7, 40, 40));
      // what the first version had forgotten is not new
      assertThat(open.mailboxes().unread(mailbox, new long[] {39, 40, 41})).containsExactly(41);
    }
  }
}
