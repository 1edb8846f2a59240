package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncescan.mailbox.Compression;
import org.bouncescan.mailbox.FetchBounds;
import org.bouncescan.mailbox.Login;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Timeouts;
import org.bouncescan.mailbox.Tls;
import org.bouncescan.mailbox.TokenSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxSectionTest {
  private static final String SHORTEST = """
      name: bounces
      host: imap.example.com
      user: bounces@example.com
      """;

  @TempDir
  Path folder;

  @Test
  void what_is_left_out_is_safe() throws IOException {
    assertThat(read(SHORTEST + "password: env:PASSWORD\n"))
        .containsExactly(MailboxSettings.of(
            "bounces", "imap.example.com", "bounces@example.com", Secret.of("s3cret")));
  }

  @Test
  void every_key_has_its_place() throws IOException {
    MailboxSettings mailbox = read(SHORTEST + """
        password: env:PASSWORD
        tls: starttls
        port: 1143
        trusted_ca: ca.pem
        folders: Bounces/2026
        timeouts: {connect: 5s, read: 20s, write: 10s}
        fetch: {batch_messages: 100, batch_bytes: 4MB, in_flight: 1, max_message: 2MB, connections: 3, compress: true}
        """).get(0);

    assertThat(mailbox)
        .isEqualTo(new MailboxSettings(
            "bounces",
            "imap.example.com",
            1143,
            Tls.STARTTLS,
            folder.resolve("ca.pem"),
            "bounces@example.com",
            new Login.Password(Secret.of("s3cret")),
            "Bounces/2026",
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(10)),
            new FetchBounds(100, 4_000_000, 1, 2_000_000, 3, Compression.ALWAYS)));
  }

  @Test
  void several_folders_are_several_mailboxes() throws IOException {
    assertThat(read(SHORTEST + "password: env:PASSWORD\nfolders: [INBOX, Old]\n"))
        .extracting(MailboxSettings::name, MailboxSettings::folder)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bounces/INBOX", "INBOX"),
            org.assertj.core.groups.Tuple.tuple("bounces/Old", "Old"));
  }

  @Test
  void starttls_has_its_own_port() throws IOException {
    assertThat(read(SHORTEST + "password: env:PASSWORD\ntls: starttls\n").get(0).port())
        .isEqualTo(143);
  }

  @Test
  void tokens_come_from_a_command_a_file_or_a_grant() throws IOException {
    assertThat(tokens("token: 'command: get-token --now'"))
        .isEqualTo(new TokenSource.Command(List.of("/bin/sh", "-c", "get-token --now")));
    assertThat(tokens("token: file:token.txt"))
        .isEqualTo(new TokenSource.File(folder.resolve("token.txt")));
    assertThat(
            tokens("provider: microsoft365, tenant: t, client_id: c, client_secret: env:PASSWORD"))
        .isEqualTo(TokenSource.ClientCredentials.microsoft365("t", "c", Secret.of("s3cret")));
    assertThat(tokens("provider: google, client_id: c, client_secret: env:PASSWORD,"
            + " refresh_token: env:PASSWORD"))
        .isEqualTo(
            TokenSource.RefreshToken.google("c", Secret.of("s3cret"), Secret.of("s3cret"), null));
    Files.writeString(folder.resolve("refresh.txt"), "r\n");
    assertThat(tokens(
            "provider: microsoft365, tenant: t, client_id: c, refresh_token: file:refresh.txt"))
        .isEqualTo(TokenSource.RefreshToken.microsoft365(
            "t", "c", null, Secret.of("r"), folder.resolve("refresh.txt")));
    assertThat(tokens("token_endpoint: 'https://id.example.com/token', client_id: c,"
            + " client_secret: env:PASSWORD, scope: mail"))
        .isEqualTo(new TokenSource.ClientCredentials(
            URI.create("https://id.example.com/token"), "c", Secret.of("s3cret"), "mail"));
  }

  @Test
  void a_mailbox_without_login_says_which_keys_are_missing() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(SHORTEST))
        .withMessage(folder.resolve("job.yml")
            + ":3: no login; add 'password: env:BOUNCES_PASSWORD' or an 'oauth2' section");
  }

  @Test
  void a_token_endpoint_without_tls_is_refused() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> tokens("token_endpoint: 'http://id.example.com/token', client_id: c,"
            + " client_secret: env:PASSWORD"))
        .withMessageContaining("must be an address that starts with https://");
  }

  @Test
  void a_mistyped_value_is_answered_with_the_one_that_was_meant() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(SHORTEST + "password: env:PASSWORD\ntls: startls\n"))
        .withMessageContaining(
            ":5: 'startls' is not known (did you mean 'starttls'?); possible: implicit, starttls, none");
  }

  private TokenSource tokens(String keys) throws IOException {
    Login login = read(SHORTEST + "oauth2: {" + keys + "}\n").get(0).login();
    return ((Login.OAuth2) login).tokens();
  }

  private List<MailboxSettings> read(String yaml) throws IOException {
    Path file = folder.resolve("job.yml");
    Files.writeString(file, yaml);
    YamlSection section = YamlSection.of(file);
    List<MailboxSettings> mailboxes =
        new MailboxSection(folder, new Secrets(folder, Map.of("PASSWORD", "s3cret"))).read(section);
    section.end();
    return mailboxes;
  }
}
