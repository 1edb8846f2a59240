package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.junit.jupiter.api.Test;

/** What holds on every server. */
abstract class MailboxContract {
  abstract TestMailServer server();

  static byte[] message(int number) {
    return ("From: MAILER-DAEMON@mx.example.net\r\nTo: bounces@example.com\r\nSubject: number "
            + number + "\r\n\r\n" + "Message " + number + "\r\n")
        .getBytes(US_ASCII);
  }

  private void fill(int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      server().append(message(i));
    }
  }

  static List<Fetched> fetchAll(ImapMailbox mailbox, List<Listed> todo) throws MailboxException {
    List<Fetched> fetched = new ArrayList<>();
    mailbox.fetch(todo, fetched::add);
    return fetched;
  }

  @Test
  void hands_over_every_message_once_with_its_bytes() throws Exception {
    fill(23);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_ONLY)) {
      List<Listed> listed = mailbox.sizes(mailbox.uids());
      List<Fetched> fetched = fetchAll(mailbox, listed);
      assertThat(listed).hasSize(23);
      assertThat(fetched)
          .hasSize(23)
          .allSatisfy(it -> assertThat(it).isInstanceOf(Fetched.Message.class));
      assertThat(fetched.stream().map(it -> it.key().uid()))
          .containsExactlyInAnyOrderElementsOf(listed.stream().map(Listed::uid).toList());
      assertThat(fetched.stream()
              .map(it -> new String(((Fetched.Message) it).bytes(), US_ASCII).strip()))
          .allSatisfy(it -> assertThat(it).startsWith("From: MAILER-DAEMON@mx.example.net"))
          .anySatisfy(it -> assertThat(it).endsWith("Message 23"));
      assertThat(((Fetched.Message) fetched.get(0)).internalDate()).isNotNull();
    }
  }

  @Test
  void tells_the_sizes_of_what_is_asked_for() throws Exception {
    fill(5);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_ONLY)) {
      long[] all = mailbox.uids();
      assertThat(all).hasSize(5).isSorted();
      assertThat(mailbox.sizes(new long[] {all[1], all[3], all[4] + 1_000}))
          .satisfiesExactly(
              it -> assertThat(it.uid()).isEqualTo(all[1]),
              it -> assertThat(it.size()).isGreaterThan(50),
              it -> assertThat(it).isEqualTo(new Listed(all[4] + 1_000, -1)));
    }
  }

  @Test
  void an_empty_folder_lists_nothing() throws Exception {
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_ONLY)) {
      assertThat(mailbox.sizes(mailbox.uids())).isEmpty();
    }
  }

  @Test
  void says_of_a_message_that_is_gone_that_it_vanished() throws Exception {
    fill(3);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      List<Listed> listed = mailbox.sizes(mailbox.uids());
      mailbox.settle(List.of(listed.get(1).uid()), new Settlement.Delete(), false);
      List<Fetched> fetched = fetchAll(mailbox, listed);
      assertThat(fetched)
          .filteredOn(it -> it instanceof Fetched.Vanished)
          .extracting(it -> it.key().uid())
          .containsExactly(listed.get(1).uid());
      assertThat(fetched).hasSize(3);
    }
  }

  @Test
  void of_a_large_message_only_the_beginning_is_fetched() throws Exception {
    byte[] large = (new String(message(1), US_ASCII)
            + "x".repeat(70).concat("\r\n").repeat(1000))
        .getBytes(US_ASCII);
    server().append(large);
    server().append(message(2));
    MailboxSettings its = server().settings();
    MailboxSettings bounded = new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        its.tls(),
        its.trustedCa(),
        its.user(),
        its.login(),
        its.folder(),
        its.timeouts(),
        new FetchBounds(100, 1_000_000, 4, 10_000, 1, Compression.NEVER));
    try (ImapMailbox mailbox = ImapMailbox.open(bounded, Access.READ_ONLY)) {
      List<Fetched> fetched = fetchAll(mailbox, mailbox.sizes(mailbox.uids()));
      Fetched.Message cut = (Fetched.Message) fetched.stream()
          .filter(it -> ((Fetched.Message) it).truncated())
          .findFirst()
          .orElseThrow();
      assertThat(cut.bytes()).hasSize(10_000);
      assertThat(cut.declaredSize()).isGreaterThan(70_000);
      assertThat(fetched).hasSize(2);
    }
  }

  @Test
  void settles_by_keyword_and_again_without_harm() throws Exception {
    fill(3);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      List<Long> uids = mailbox.sizes(mailbox.uids()).stream().map(Listed::uid).toList();
      Settlement keyword = new Settlement.Keyword("$BounceScanned");
      assertThat(mailbox.settle(uids, keyword, false).settled())
          .containsExactlyInAnyOrderElementsOf(uids);
      assertThat(mailbox.settle(uids, keyword, false).settled())
          .containsExactlyInAnyOrderElementsOf(uids);
      assertThat(mailbox.sizes(mailbox.uids())).hasSize(3);
    }
    assertThat(server().search("INBOX", "KEYWORD $BounceScanned")).hasSize(3);
  }

  @Test
  void moves_to_a_folder_that_is_made_when_needed_and_does_so_once() throws Exception {
    fill(4);
    Settlement move = new Settlement.Move("Scanned");
    List<Long> uids;
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      uids = mailbox.sizes(mailbox.uids()).stream().map(Listed::uid).toList();
      assertThat(mailbox.settle(uids.subList(0, 3), move, false).settled())
          .containsExactlyInAnyOrderElementsOf(uids.subList(0, 3));
      // after an interruption the same is asked for again
      assertThat(mailbox.settle(uids.subList(0, 3), move, false).settled())
          .containsExactlyInAnyOrderElementsOf(uids.subList(0, 3));
    }
    assertThat(server().uids("INBOX")).containsExactly(uids.get(3));
    assertThat(server().uids("Scanned")).hasSize(3);
  }

  @Test
  void deletes_what_it_was_told_and_nothing_else() throws Exception {
    fill(3);
    List<Long> uids = server().uids("INBOX");
    // what somebody else has marked is somebody else's to expunge
    server().command("INBOX", "UID STORE " + uids.get(1) + " +FLAGS.SILENT (\\Deleted)");
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      assertThat(mailbox
              .settle(List.of(uids.get(0)), new Settlement.Delete(), false)
              .failed())
          .isEmpty();
    }
    assertThat(server().uids("INBOX")).isEqualTo(uids.subList(1, 3));
  }

  @Test
  void deletes_from_another_folder_what_came_before_a_day_and_nothing_else() throws Exception {
    for (int day = 1; day <= 4; day++) {
      server().append(message(day), Instant.parse("2026-10-0" + day + "T12:00:00Z"));
    }
    List<Long> uids = server().uids("INBOX");
    Settlement move = new Settlement.Move("Scanned");
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      assertThat(mailbox.expire("Scanned", LocalDate.of(2026, 10, 31))).isZero();
      assertThat(mailbox.settle(uids.subList(0, 3), move, false).failed()).isEmpty();
    }
    List<Long> scanned = server().uids("Scanned");
    server().command("Scanned", "UID STORE " + scanned.get(2) + " +FLAGS.SILENT (\\Deleted)");

    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      assertThat(mailbox.expire("Scanned", LocalDate.of(2026, 10, 2))).isEqualTo(1);
      assertThat(mailbox.expire("Scanned", LocalDate.of(2026, 10, 2))).isZero();
      assertThat(server().uids("Scanned")).isEqualTo(scanned.subList(1, 3));
      assertThat(mailbox.expire("Scanned", LocalDate.of(2026, 10, 31))).isEqualTo(1);
    }
    // again, what somebody else has marked stays
    assertThat(server().uids("Scanned")).containsExactly(scanned.get(2));
    assertThat(server().uids("INBOX")).containsExactly(uids.get(3));
  }

  @Test
  void reading_leaves_no_flag_behind() throws Exception {
    fill(3);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      assertThat(fetchAll(mailbox, mailbox.sizes(mailbox.uids()))).hasSize(3);
    }
    assertThat(server().search("INBOX", "UNSEEN UNFLAGGED UNANSWERED UNDELETED"))
        .hasSize(3);
  }

  @Test
  void names_a_missing_folder_and_the_cure() {
    assertThatThrownBy(() -> ImapMailbox.open(server().settings("Nowhere"), Access.READ_ONLY))
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("there is no folder 'Nowhere'")
        .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.CONFIGURATION));
  }

  @Test
  void says_that_a_login_was_refused_and_keeps_the_password_to_itself() {
    MailboxSettings its = server().settings();
    MailboxSettings wrong = new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        its.tls(),
        its.trustedCa(),
        its.user(),
        new Login.Password(Secret.of("wrong-secret")),
        its.folder(),
        its.timeouts(),
        its.fetch());
    assertThatThrownBy(() -> ImapMailbox.open(wrong, Access.READ_ONLY))
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("login refused")
        .hasMessageNotContaining("wrong-secret")
        .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.LOGIN_REFUSED));
  }

  @Test
  void describes_what_the_server_can_do() throws Exception {
    fill(2);
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_ONLY)) {
      MailboxDescription description = mailbox.describe();
      assertThat(description.messages()).isEqualTo(2);
      assertThat(description.capabilities()).contains("IMAP4REV1");
      assertThat(description.folders()).contains("INBOX");
      assertThat(description.uidValidity()).isEqualTo(mailbox.uidValidity());
    }
  }
}
