package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bouncescan.ledger.TestLedger;
import org.bouncescan.mailbox.DovecotServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job, killed without warning again and again, loses nothing and does nothing twice. What was counted is left in
 * {@code target/kills.txt}; {@code -Dbouncescan.kills=N} kills more or less often.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("bouncescan.kills", 100);

  /** What the process says first in each part of a run, in their order. */
  private static final List<String> PARTS =
      List.of("start", "open", "fetch", "DECIDE", "REPORT", "settle");

  /** In which part each kill of a mailbox falls, until the job comes to its end in spite of it. */
  private static final int[] PLAN = {0, 1, 2, 2, 3, 3, 4, 5, 5, 5};

  private static final int[] WHILE_SETTLING = {5, 5, 5, 5};

  private final Random random = new Random(20261124);
  private final Map<String, Integer> kills = new TreeMap<>();

  @TempDir
  private Path folder;

  private Function<Path, TestLedger> ledgers = TestLedger.InFile::new;

  /** Puts that many reports into a mailbox of its own. */
  interface Deliveries {
    void account(String name, int reports) throws Exception;
  }

  @Test
  void a_hundred_kills_at_random_moments_of_every_step_leave_what_an_undisturbed_run_leaves()
      throws Exception {
    try (DovecotServer server = DovecotServer.start()) {
      long begun = System.nanoTime();
      killOften(
          server.port(),
          (name, reports) -> server.deliver(name, reports, Reports::number),
          2_000,
          PLAN,
          KILLS);
      Files.writeString(
          Path.of("target", "kills.txt"),
          "kills %s over mailboxes of 2000 messages: rows lost 0, rows doubled 0, messages settled twice 0; %d s%n"
              .formatted(kills, Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
    }
  }

  @Test
  void kills_on_another_server_leave_what_an_undisturbed_run_leaves() throws Exception {
    try (GreenMailbox server = new GreenMailbox()) {
      killOften(server.port(), server::account, 100, PLAN, 4);
    }
  }

  @Test
  void kills_while_messages_are_copied_and_deleted_on_a_server_without_move() throws Exception {
    try (DovecotServer server = DovecotServer.startWithoutMove()) {
      killOften(
          server.port(),
          (name, reports) -> server.deliver(name, reports, Reports::number),
          1_000,
          WHILE_SETTLING,
          8);
    }
  }

  @Test
  void kills_with_the_memory_in_postgresql_leave_what_an_undisturbed_run_leaves() throws Exception {
    Assumptions.assumeTrue(
        TestLedger.InPostgres.isConfigured(), "BOUNCESCAN_POSTGRES_URL is not set");
    try (GreenMailbox server = new GreenMailbox();
        TestLedger database = TestLedger.InPostgres.create()) {
      ledgers = here -> database;
      killOften(server.port(), server::account, 300, PLAN, 10);
    }
  }

  private void killOften(int port, Deliveries deliveries, int messages, int[] plan, int wanted)
      throws Exception {
    deliveries.account("undisturbed", messages);
    Path quiet = folder.resolve("undisturbed");
    Map<String, Long> begins = new HashMap<>();
    assertThat(runAndKill(port, "undisturbed", quiet, "never", 0, begins)).isFalse();
    Map<String, String> expected = files(quiet);
    assertThat(expected.keySet()).contains("bounces.csv", "suppressions/suppressions.csv");
    int done = 0;
    for (int round = 0; done < wanted; round++) {
      ledgers.apply(quiet).lose(); // a database serves all rounds
      String account = "round" + round;
      deliveries.account(account, messages);
      Path here = folder.resolve(account);
      // Each round begins further on in the plan: what comes late is else done before its turn.
      for (int i = round % plan.length; done < wanted && i < plan.length; i++) {
        String part = PARTS.get(plan[i]);
        Long begin = begins.get(part);
        Long end = begins.get(after(plan[i], begins));
        if (begin == null || end == null) {
          continue; // too few messages for a word about it
        }
        long longest = end - begin;
        if (!runAndKill(
            port, account, here, part, (long) (random.nextDouble() * longest), new HashMap<>())) {
          break; // it was done before the kill came
        }
        kills.merge(part, 1, Integer::sum);
        done++;
      }
      assertThat(runAndKill(port, account, here, "never", 0, new HashMap<>())).isFalse();
      assertSame(files(here), expected);
      assertRowsExact(here, messages);
      assertThat(GreenMailbox.count(port, account, "INBOX")).isZero();
      assertThat(GreenMailbox.count(port, account, "Processed")).isEqualTo(messages);
    }
  }

  private static String after(int part, Map<String, Long> begins) {
    return PARTS.subList(part + 1, PARTS.size()).stream()
        .filter(begins::containsKey)
        .findFirst()
        .orElse("end");
  }

  @Test
  void a_polite_stop_ends_with_75_and_the_next_run_goes_on() throws Exception {
    try (GreenMailbox server = new GreenMailbox()) {
      server.account("bounces", 500);
      Process process = start(server.port(), "bounces", folder);
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

      assertThat(runAndKill(server.port(), "bounces", folder, "never", 0, new HashMap<>()))
          .isFalse();
      assertRowsExact(folder, 500);
    }
  }

  @Test
  void a_second_process_over_the_same_ledger_ends_with_75_and_touches_nothing() throws Exception {
    try (GreenMailbox server = new GreenMailbox()) {
      server.account("bounces", 500);
      Process first = start(server.port(), "bounces", folder);
      try (BufferedReader lines = output(first)) {
        boolean reads = false;
        while (!reads) {
          reads = "fetch".equals(Objects.requireNonNull(lines.readLine()));
        }
        signal("STOP", first);
        Process second = start(server.port(), "bounces", folder);
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.waitFor()).as(said).isEqualTo(Ending.TRY_AGAIN.exitCode());
        assertThat(said).contains("another run is at work").doesNotContain("fetch");
        signal("CONT", first);
        drain(lines);
      }
      assertThat(first.waitFor()).isIn(0, 3);
      assertRowsExact(folder, 500);
      assertThat(GreenMailbox.count(server.port(), "bounces", "Processed")).isEqualTo(500);
    }
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .start()
            .waitFor())
        .isZero();
  }

  /**
   * Starts the job and kills it some time after it began a part of its work.
   *
   * @param begins gets the nanosecond at which each part began
   * @return false when it came to its end before
   */
  private boolean runAndKill(
      int port, String account, Path here, String part, long nanosLater, Map<String, Long> begins)
      throws Exception {
    Process process = start(port, account, here);
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = output(process)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.equals("fetch")) {
          said.append(line).append('\n');
        }
        begins.putIfAbsent(line.split(" ", 2)[0], System.nanoTime());
        if (line.startsWith(part)) {
          TimeUnit.NANOSECONDS.sleep(nanosLater);
          boolean alive = process.isAlive();
          process.destroyForcibly();
          drain(lines);
          process.waitFor();
          return alive;
        }
      }
    }
    begins.put("end", System.nanoTime());
    assertThat(process.waitFor()).as(said.toString()).isIn(0, 3);
    return false;
  }

  private Process start(int port, String account, Path here) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        JobProcess.class.getName(),
        Integer.toString(port),
        account,
        "move",
        account.matches(".*[13579]") ? "3" : "1", // connections
        here.toString()));
    JobSettings.LedgerPlace ledger = JobHarness.place(ledgers.apply(here), null);
    if (ledger.path() != null) {
      command.add(ledger.path().toString());
    } else {
      command.add(String.valueOf(ledger.url()));
      command.add(String.valueOf(ledger.user()));
      command.add(Objects.requireNonNull(ledger.password()).reveal());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
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

  private void assertRowsExact(Path here, int messages) throws Exception {
    TestLedger memory = ledgers.apply(here);
    for (String sql : List.of(
        "SELECT COUNT(*) FROM message WHERE state = 'recorded' AND settled = 'move'",
        "SELECT COUNT(*) FROM message",
        "SELECT COUNT(*) FROM outcome",
        "SELECT COUNT(DISTINCT address) FROM outcome")) {
      assertThat(memory.count(sql)).as(sql).isEqualTo(messages);
    }
    // A kill after the very end begins another run, but one that has nothing to do.
    assertThat(memory.count("SELECT COUNT(DISTINCT run_id) FROM outcome")).isEqualTo(1);
  }
}
