package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreenMailMailboxTest extends MailboxContract {
  private GreenMailServer server;

  @BeforeEach
  void start() {
    server = new GreenMailServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  TestMailServer server() {
    return server;
  }

  @Test
  void a_server_that_is_not_there_is_unreachable() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    MailboxSettings its = server.settings();
    MailboxSettings wrong = new MailboxSettings(
        its.name(),
        its.host(),
        nobody,
        its.tls(),
        null,
        its.user(),
        its.login(),
        its.folder(),
        its.timeouts(),
        its.fetch());
    assertThatThrownBy(() -> ImapMailbox.open(wrong, Access.READ_ONLY))
        .hasMessageContaining("not reachable")
        .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void starttls_is_required_where_it_was_chosen() {
    MailboxSettings its = server.settings();
    MailboxSettings starttls = new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        Tls.STARTTLS,
        null,
        its.user(),
        its.login(),
        its.folder(),
        its.timeouts(),
        its.fetch());
    assertThatThrownBy(() -> ImapMailbox.open(starttls, Access.READ_ONLY))
        .hasMessageContaining("STARTTLS")
        .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.CONFIGURATION));
  }

  @Test
  void a_file_without_certificates_is_no_trusted_ca(@TempDir Path folder) throws Exception {
    MailboxSettings its = server.settings();
    for (String text : List.of("", "these are no certificates\n")) {
      Path file = Files.writeString(folder.resolve("ca.pem"), text);
      MailboxSettings broken = new MailboxSettings(
          its.name(),
          its.host(),
          its.port(),
          Tls.IMPLICIT,
          file,
          its.user(),
          its.login(),
          its.folder(),
          its.timeouts(),
          its.fetch());
      assertThatThrownBy(() -> ImapMailbox.open(broken, Access.READ_ONLY))
          .hasMessageContaining("trusted_ca " + file + " can't be used")
          .satisfies(e -> assertThat(((MailboxException) e).kind()).isEqualTo(Kind.CONFIGURATION));
    }
  }
}
