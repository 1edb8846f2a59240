package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DovecotMailboxIT extends MailboxContract {
  private DovecotServer server;

  @BeforeEach
  void start() throws Exception {
    server = DovecotServer.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  TestMailServer server() {
    return server;
  }

  @Test
  void speaks_imaps_with_a_certificate_that_is_trusted_explicitly() throws Exception {
    server.append(message(1));
    MailboxSettings tls = server.settings(Tls.IMPLICIT, server.tlsPort(), server.certificate());
    try (ImapMailbox mailbox = ImapMailbox.open(tls, Access.READ_ONLY)) {
      assertThat(fetchAll(mailbox, mailbox.sizes(mailbox.uids()))).hasSize(1);
    }
  }

  @Test
  void speaks_starttls_with_a_certificate_that_is_trusted_explicitly() throws Exception {
    server.append(message(1));
    MailboxSettings tls = server.settings(Tls.STARTTLS, server.port(), server.certificate());
    try (ImapMailbox mailbox = ImapMailbox.open(tls, Access.READ_ONLY)) {
      assertThat(fetchAll(mailbox, mailbox.sizes(mailbox.uids()))).hasSize(1);
    }
  }

  @Test
  void refuses_a_certificate_that_nobody_vouches_for() {
    assertThatThrownBy(() -> ImapMailbox.open(
            server.settings(Tls.IMPLICIT, server.tlsPort(), null), Access.READ_ONLY))
        .hasMessageContaining("trusted_ca")
        .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.CONFIGURATION));
  }

  @Test
  void refuses_a_certificate_of_another_host() {
    MailboxSettings its = server.settings(Tls.IMPLICIT, server.tlsPort(), server.certificate());
    for (Tls tls : List.of(Tls.IMPLICIT, Tls.STARTTLS)) {
      MailboxSettings wrong = new MailboxSettings(
          its.name(),
          "127.0.0.2",
          tls == Tls.IMPLICIT ? server.tlsPort() : server.port(),
          tls,
          server.certificate(),
          its.user(),
          its.login(),
          its.folder(),
          its.timeouts(),
          its.fetch());
      assertThatThrownBy(() -> ImapMailbox.open(wrong, Access.READ_ONLY))
          .hasMessageContaining("TLS failed", "check 'host'")
          .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.CONFIGURATION));
    }
  }

  @Test
  void copies_of_an_attempt_that_was_cut_off_are_not_made_again() throws Exception {
    server.close();
    server = DovecotServer.startWithoutMove();
    for (int i = 1; i <= 3; i++) {
      server.append(message(i));
    }
    server.append(message(3)); // the same bytes, received in the same second
    List<Long> uids = server.uids("INBOX");
    server.command("INBOX", "CREATE Scanned");
    server.command("INBOX", "UID COPY " + uids.get(0) + "," + uids.get(2) + " Scanned");
    // the attempt was cut off before the expunge of the first; the second, somebody else marked
    server.command("INBOX", "UID STORE " + uids.get(0) + ":" + uids.get(1) + " +FLAGS (\\Deleted)");

    Settlement move = new Settlement.Move("Scanned");
    try (ImapMailbox mailbox = ImapMailbox.open(server.settings(), Access.READ_WRITE)) {
      assertThat(mailbox.describe().capabilities()).contains("UIDPLUS").doesNotContain("MOVE");
      assertThat(mailbox.settle(uids, move, true).settled())
          .containsExactlyInAnyOrderElementsOf(uids);
    }

    assertThat(server.uids("INBOX")).containsExactly(uids.get(1));
    assertThat(server.uids("Scanned")).hasSize(3);
    assertThat(server.search("Scanned", "SUBJECT \"number 1\"")).hasSize(1);
    assertThat(server.search("Scanned", "SUBJECT \"number 3\"")).hasSize(2);
  }

  @Test
  void a_link_is_compressed_from_the_login_on_where_the_job_file_says_so() throws Exception {
    server.append(message(1));
    MailboxSettings its = server.settings();
    MailboxSettings compressed = new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        its.tls(),
        null,
        its.user(),
        its.login(),
        its.folder(),
        its.timeouts(),
        new FetchBounds(250, 8_000_000, 4, 5_000_000, 1, Compression.ALWAYS));
    List<String> lines = new ArrayList<>();
    ImapConnection.open(compressed, Access.READ_ONLY, ProtocolLog.stream(lines::add, false))
        .close();
    assertThat(lines).filteredOn(it -> it.endsWith(" COMPRESS DEFLATE")).hasSize(1);
    try (ImapMailbox mailbox = ImapMailbox.open(compressed, Access.READ_WRITE)) {
      Fetched.Message first =
          (Fetched.Message) fetchAll(mailbox, mailbox.sizes(mailbox.uids())).get(0);
      assertThat(new String(first.bytes(), US_ASCII)).contains("Message 1");
    }
  }

  @Test
  void a_slow_link_is_compressed_in_the_middle_and_again_after_it_was_lost() throws Exception {
    for (int i = 1; i <= 6; i++) {
      server.append(message(i));
    }
    Link link = new Link(Compression.AUTO, Long.MAX_VALUE, 80); // every link is a slow one
    List<Fetched> fetched = new ArrayList<>();
    MailboxSettings tls = server.settings(Tls.STARTTLS, server.port(), server.certificate());
    for (MailboxSettings settings : List.of(server.settings(), tls)) {
      List<String> lines = new ArrayList<>();
      try (ImapConnection connection =
          ImapConnection.open(settings, Access.READ_ONLY, ProtocolLog.stream(lines::add, false))) {
        List<Listed> todo =
            Listing.sizes(connection.folder(), Listing.uids(connection.folder(), Long.MAX_VALUE));
        FetchBounds one = new FetchBounds(1, 1_000_000, 2, 1_000_000, 1, Compression.AUTO);
        new FetchStream("test", 7, one, todo, false, link, fetched::add).run(connection.folder());
      }
      assertThat(lines).filteredOn(it -> it.endsWith(" COMPRESS DEFLATE")).hasSize(1);
    }
    assertThat(fetched).hasSize(12);
    for (int i = 0; i < 12; i++) {
      assertThat(new String(((Fetched.Message) fetched.get(i)).bytes(), US_ASCII))
          .contains("Message " + (1 + i % 6));
    }
  }
}
