package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void reading_leaves_no_trace_and_compression_changes_nothing() throws Exception {
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
        new FetchBounds(250, 8_000_000, 4, 5_000_000, true));
    try (ImapMailbox mailbox = ImapMailbox.open(compressed, Access.READ_WRITE)) {
      Fetched.Message first =
          (Fetched.Message) fetchAll(mailbox, mailbox.sizes(mailbox.uids())).get(0);
      assertThat(new String(first.bytes(), java.nio.charset.StandardCharsets.US_ASCII))
          .contains("Message 1");
    }
  }
}
