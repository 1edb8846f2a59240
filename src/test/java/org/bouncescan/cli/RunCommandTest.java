package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a job file, against a mail server in this process. */
class RunCommandTest {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @TempDir
  Path folder;

  @BeforeEach
  void start() {
    server.start();
    server.setUser("b@example.com", "secret");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private String job(String password, int port, String more) throws IOException {
    Files.writeString(folder.resolve("password"), password);
    Path file = Files.writeString(folder.resolve("job.yml"), """
        mailboxes:
          - name: bounces
            host: 127.0.0.1
            port: %d
            tls: none
            user: b@example.com
            password: file:password
        output: {folder: out}
        ledger: {path: ledger.db}
        %s
        """.formatted(port, more));
    return file.toString();
  }

  private static CommandLineRun bouncescan(String... args) {
    return CommandLineRun.of(Stages::with, "", args);
  }

  private int port() {
    return server.getImap().getPort();
  }

  @Test
  void an_empty_mailbox_gives_files_with_headers_only() throws Exception {
    CommandLineRun run = bouncescan("run", job("secret", port(), ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("listed=0");
    assertThat(Files.readAllLines(folder.resolve("out/latest/bounces.csv"))).hasSize(1);
  }

  @Test
  void quiet_prints_nothing_where_nobody_must_look() throws Exception {
    CommandLineRun run = bouncescan("run", "--quiet", job("secret", port(), ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void a_wrong_password_is_one_line_and_does_not_show_it() throws Exception {
    CommandLineRun run = bouncescan("run", job("not-the-secret", port(), ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("login refused").doesNotContain("not-the-secret");
  }

  @Test
  void a_server_that_is_not_there_is_one_line() throws Exception {
    int port = port();
    server.stop();
    CommandLineRun run = bouncescan("run", job("secret", port, ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("127.0.0.1:" + port).contains("not reachable");
  }

  @Test
  void an_unknown_form_of_file_is_named_with_its_line() throws Exception {
    String targets = "suppression:\n  targets:\n    - format: amazon\n";
    for (String command : new String[] {"run", "check"}) {
      CommandLineRun run = bouncescan(command, job("secret", port(), targets));

      assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(run.err())
          .contains("job.yml:12: unknown format 'amazon'")
          .contains("amazon_ses_csv");
    }
  }

  @Test
  void check_says_what_a_run_would_find_and_leaves_nothing_behind() throws Exception {
    CommandLineRun run = bouncescan("check", job("secret", port(), ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("0 messages").contains("All is ready");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(folder.resolve("ledger.db")).doesNotExist();
  }

  @Test
  void a_dry_run_leaves_no_ledger() throws Exception {
    CommandLineRun run = bouncescan("run", "--dry-run", job("secret", port(), ""));

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("ledger.db")).doesNotExist();
    assertThat(folder.resolve("out/dry-run")).isDirectory();
  }

  @Test
  void status_shows_the_last_run_and_a_release_names_what_and_why() throws Exception {
    String job = job("secret", port(), "");
    bouncescan("run", job);

    assertThat(bouncescan("status", job).out())
        .contains("suppressed 0, on hold 0")
        .contains("exit code 0");
    assertThat(bouncescan("release", job).err()).contains("release what?");
    assertThat(bouncescan("release", job, "--domain", "example.org").err()).contains("--reason");
    assertThat(bouncescan("release", job, "--domain", "example.org", "--reason", "a test")
            .out())
        .contains("0 released");
    assertThat(bouncescan("confirm", job, "--reason", "a test").err()).contains("--guard");
    for (String which : new String[] {"--guard=2026-11-24/provider/google", "--day=2026-11-24"}) {
      CommandLineRun confirm = bouncescan("confirm", job, which, "--reason", "a test");
      assertThat(confirm.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(confirm.err()).contains("the guard holds nothing back by '2026-11-24");
    }
  }

  @Test
  void rules_are_found_by_their_words_and_own_ones_tried() throws Exception {
    assertThat(bouncescan("rules", "prior", "approval").out())
        .contains("restricted.prior-approval");
    assertThat(bouncescan("rules", "--markdown").out()).contains("recipient_restricted");
    assertThat(bouncescan("rules", "test", "jobs/rules.d/own.yml").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(
            bouncescan("rules", "test", folder.resolve("none.yml").toString()).err())
        .contains("no such file");
  }
}
