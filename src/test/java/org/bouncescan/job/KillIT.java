package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.ImapMailbox;
import org.bouncescan.mailbox.Listed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job, killed without warning again and again, loses nothing and does nothing twice. */
class KillIT {
  private static final int MESSAGES = 500;
  private static final int KILLS = 20;

  /** More lines than a whole run prints. */
  private static final int LINES = 560;

  @TempDir
  private Path folder;

  @Test
  void twenty_kills_at_random_moments_leave_what_an_undisturbed_run_leaves() throws Exception {
    Random random = new Random(20261124);
    try (GreenMailbox server = new GreenMailbox()) {
      server.account("undisturbed", MESSAGES);
      Path quiet = folder.resolve("undisturbed");
      assertThat(runAndKill(server, "undisturbed", quiet, Integer.MAX_VALUE)).isFalse();
      Map<String, String> expected = files(quiet);
      assertThat(expected.keySet()).contains("bounces.csv", "suppressions/suppressions.csv");
      int kills = 0;
      for (int round = 0; kills < KILLS; round++) {
        String account = "round" + round;
        server.account(account, MESSAGES);
        Path here = folder.resolve(account);
        // The later a kill, the more is left behind by it; every third one comes after reading.
        while (kills < KILLS
            && runAndKill(
                server,
                account,
                here,
                kills % 3 == 2 ? 501 + random.nextInt(20) : random.nextInt(LINES))) {
          kills++;
        }
        runAndKill(server, account, here, Integer.MAX_VALUE);
        assertSame(files(here), expected);
        assertRowsExact(here);
        assertThat(uids(server, account, "INBOX")).isEmpty();
        assertThat(uids(server, account, "Processed")).hasSize(MESSAGES);
      }
    }
  }

  @Test
  void a_polite_stop_ends_with_75_and_the_next_run_goes_on() throws Exception {
    try (GreenMailbox server = new GreenMailbox()) {
      server.account("bounces", MESSAGES);
      Process process = start(server, "bounces", folder);
      try (BufferedReader lines = output(process)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.equals("fetch")) {
            process.destroy();
            break;
          }
        }
        drain(lines);
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Ending.TRY_AGAIN.exitCode());

      assertThat(runAndKill(server, "bounces", folder, Integer.MAX_VALUE)).isFalse();
      assertRowsExact(folder);
    }
  }

  /**
   * Starts the job and kills it after a number of lines.
   *
   * @return false when it came to its end before
   */
  private static boolean runAndKill(GreenMailbox server, String account, Path here, int afterLines)
      throws Exception {
    Process process = start(server, account, here);
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = output(process)) {
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.equals("fetch")) {
          said.append(line).append('\n');
        }
        if (++count > afterLines) {
          process.destroyForcibly();
          drain(lines);
          process.waitFor();
          return true;
        }
      }
    }
    assertThat(process.waitFor()).as(said.toString()).isIn(0, 3);
    return false;
  }

  private static Process start(GreenMailbox server, String account, Path here) throws Exception {
    return new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            JobProcess.class.getName(),
            Integer.toString(server.port()),
            account,
            "move",
            here.toString()))
        .redirectErrorStream(true)
        .start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void drain(BufferedReader lines) throws Exception {
    try {
      while (lines.readLine() != null) {
        // what was printed before the signal arrived
      }
    } catch (java.io.IOException e) {
      return; // the pipe went with the process
    }
  }

  private static Map<String, String> files(Path here) throws Exception {
    return JobHarness.files(here.resolve("out/2026-11-24"));
  }

  private static void assertSame(Map<String, String> files, Map<String, String> expected) {
    assertThat(files.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, text) -> assertThat(files.getOrDefault(name, "").lines().toList())
            .as(name)
            .isEqualTo(text.lines().toList()));
  }

  private static List<Long> uids(GreenMailbox server, String account, String name)
      throws Exception {
    try (ImapMailbox mailbox =
        ImapMailbox.open(GreenMailbox.settings(server.port(), account, name), Access.READ_ONLY)) {
      return mailbox.sizes(mailbox.uids()).stream().map(Listed::uid).toList();
    }
  }

  private static void assertRowsExact(Path here) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + here.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : List.of(
          "SELECT COUNT(*) FROM message WHERE state = 'recorded' AND settled = 'move'",
          "SELECT COUNT(*) FROM message",
          "SELECT COUNT(*) FROM outcome",
          "SELECT COUNT(DISTINCT address) FROM outcome")) {
        try (ResultSet answer = statement.executeQuery(sql)) {
          assertThat(answer.getLong(1)).as(sql).isEqualTo(MESSAGES);
        }
      }
      // A kill after the very end begins another run, but one that has nothing to do.
      try (ResultSet runs = statement.executeQuery("SELECT COUNT(DISTINCT run_id) FROM outcome")) {
        assertThat(runs.getLong(1)).isEqualTo(1);
      }
    }
  }
}
