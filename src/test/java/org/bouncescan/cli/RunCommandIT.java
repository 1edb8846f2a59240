package org.bouncescan.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as cron starts it: what it shows of its work, and that it shows no secret and no message. */
class RunCommandIT {
  private static final String SECRET = "hunter2-and-more";
  private static final Path REPORT = Path.of("samples/restricted/postfix-prior-approval.eml");

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    server.start();
    try (InputStream report = Files.newInputStream(REPORT)) {
      server
          .getManagers()
          .getImapHostManager()
          .getInbox(server.setUser("b@example.com", SECRET))
          .appendMessage(
              new MimeMessage(Session.getInstance(new Properties()), report),
              new Flags(),
              Date.from(Instant.EPOCH));
    }
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Launched run(String password, String... options) throws Exception {
    Path job = Files.writeString(
        folder.resolve("job.yml"), """
        mailboxes:
          - name: bounces
            host: 127.0.0.1
            port: %d
            tls: none
            user: b@example.com
            password: env:BOUNCES_PASSWORD
        output: {folder: out, metrics: bouncescan.prom}
        ledger: {path: ledger.db}
        """.formatted(server.getImap().getPort()));
    return Launched.of(
        folder,
        Launched.LAUNCHER.toString(),
        Map.of("BOUNCES_PASSWORD", password),
        Stream.concat(Stream.of("run", job.toString()), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void verbose_shows_the_protocol_and_neither_secret_nor_message() throws Exception {
    Launched run = run(SECRET, "--verbose");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .matches(
            "(?s)job=job run=\\S+ exit=0 mailboxes=1 listed=1 read=1 .*settled=1 .*failed=1\\n");
    assertThat(run.err())
        .contains("EXAMINE INBOX", "UID FETCH ", "BODY.PEEK[]", "UID STORE ", "$BounceScanned")
        .containsPattern("(LOGIN|AUTHENTICATE)[^\\n]*(suppressed|omitted)")
        .doesNotContain("prior approval", "Final-Recipient", "Subject:");
    assertNoSecret(run);
  }

  @Test
  void no_secret_is_in_any_file_line_or_list_of_processes_however_much_is_logged()
      throws Exception {
    Launched refused = run("not-" + SECRET, "--debug");
    Launched done = run(SECRET, "--debug");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED);
    assertThat(refused.err()).contains("login refused");
    assertThat(done.exitCode()).as(done.err()).isEqualTo(ExitCode.DONE);
    assertThat(done.commandLines()).anySatisfy(it -> assertThat(it).contains("job.yml"));
    assertNoSecret(refused);
    assertNoSecret(done);
    assertThat(folder.resolve("out/latest/run.json")).content().contains("\"exit_code\"");
    assertThat(folder.resolve("bouncescan.prom"))
        .content()
        .contains("bouncescan_last_run_exit_code{job_name=\"job\"} 0");
  }

  private void assertNoSecret(Launched run) throws Exception {
    List<String> secrets = List.of(
        SECRET,
        Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)),
        Base64.getEncoder().encodeToString(("\0b@example.com\0" + SECRET).getBytes(UTF_8)));
    assertThat(run.out() + run.err() + run.commandLines()).doesNotContain(secrets);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as(file.toString()).doesNotContain(secrets);
      }
    }
  }
}
