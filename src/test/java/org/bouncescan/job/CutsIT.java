package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncescan.job.CutProxy.Kind;
import org.bouncescan.job.CutProxy.Script;
import org.bouncescan.ledger.TestLedger;
import org.bouncescan.mailbox.DovecotServer;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.mailbox.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that break, stall or carry nonsense at every point of the protocol: this run or the next one has every
 * message exactly once. What was counted is left in {@code target/cuts.txt}.
 */
class CutsIT {
  private static final int MESSAGES = 60;

  /** Command and bytes of its answer; the greeting first. */
  private static final List<Script> POINTS = List.of(
      at("", 0),
      at("", 20),
      at("LOGIN|AUTHENTICATE", 0),
      at("LOGIN|AUTHENTICATE", 30),
      at("EXAMINE", 0),
      at("EXAMINE", 80),
      at("UID SEARCH (RETURN .* )?ALL", 0),
      at("UID SEARCH (RETURN .* )?ALL", 25),
      at("RFC822.SIZE\\)", 100),
      at("BODY.PEEK", 0),
      at("BODY.PEEK", 60),
      at("BODY.PEEK", 3_000),
      at("BODY.PEEK", 50_000),
      at("SELECT", 50),
      at("LIST .*Processed", 0),
      at("CREATE", 0),
      at("UID MOVE", 0),
      at("UID MOVE", 40),
      at("UNDELETED", 0),
      at("UNDELETED", 5));

  private static final List<Script> POINTS_WITHOUT_MOVE = List.of(
      at("UID COPY", 0),
      at("UID COPY", 20),
      at("STORE .*Deleted", 0),
      at("STORE .*Deleted", 10),
      at("UID EXPUNGE", 0),
      at("UID EXPUNGE", 40));

  @TempDir
  private Path folder;

  private static Script at(String command, long bytes) {
    return new Script(Kind.CUT, command, bytes);
  }

  @Test
  void whatever_happens_on_the_wire_every_message_has_its_row_once_and_is_moved_once()
      throws Exception {
    try (DovecotServer server = DovecotServer.start()) {
      surviveAll(server, POINTS, "cuts.txt");
    }
  }

  @Test
  void a_cut_between_copy_and_deletion_on_a_server_without_move_leaves_no_second_copy()
      throws Exception {
    try (DovecotServer server = DovecotServer.startWithoutMove()) {
      surviveAll(server, POINTS_WITHOUT_MOVE, "cuts-without-move.txt");
    }
  }

  private void surviveAll(DovecotServer server, List<Script> points, String report)
      throws Exception {
    List<String> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Script point : points) {
        Script script = new Script(kind, point.command(), point.bytes());
        String account = "box" + lines.size();
        server.deliver(account, MESSAGES, Reports::number);
        Ending ending = survive(server.port(), account, script);
        lines.add("%s at %s+%d: %s".formatted(kind, script.command(), script.bytes(), ending));
      }
    }
    lines.add(
        0,
        lines.size()
            + " cuts, stalls and nonsense: rows lost 0, rows doubled 0, messages moved twice 0");
    Files.write(Path.of("target", report), lines);
  }

  private Ending survive(int server, String account, Script script) throws Exception {
    Path here = folder.resolve(account);
    Ending ending;
    try (CutProxy proxy = new CutProxy(server, script)) {
      ending = run(proxy.port(), account, here, JobHarness.NIGHT);
      assertThat(proxy.done()).as(script.toString()).isTrue();
    }
    assertThat(ending)
        .as(script.toString())
        .isIn(Ending.DONE, Ending.LOOK, Ending.UNREACHABLE, Ending.TRY_AGAIN, Ending.LOGIN_REFUSED);
    Ending second = run(server, account, here, JobHarness.NIGHT.plus(Duration.ofDays(1)));

    assertThat(second).as(script.toString()).isEqualTo(Ending.DONE);
    assertThat(rows(here)).as(script.toString()).hasSize(MESSAGES).doesNotHaveDuplicates();
    TestLedger memory = new TestLedger.InFile(here);
    assertThat(memory.count("SELECT COUNT(*) FROM outcome")).isEqualTo(MESSAGES);
    assertThat(memory.count("SELECT COUNT(DISTINCT address) FROM outcome")).isEqualTo(MESSAGES);
    assertThat(memory.count("SELECT COUNT(*) FROM message WHERE settled = 'move'"))
        .isEqualTo(MESSAGES);
    assertThat(GreenMailbox.count(server, account, "INBOX"))
        .as(script.toString())
        .isZero();
    assertThat(GreenMailbox.count(server, account, "Processed"))
        .as(script.toString())
        .isEqualTo(MESSAGES);
    return ending;
  }

  private static MailboxSettings settings(int port, String account) {
    MailboxSettings its = GreenMailbox.settings(port, account, "INBOX");
    return new MailboxSettings(
        its.name(),
        its.host(),
        port,
        its.tls(),
        null,
        account,
        its.login(),
        "INBOX",
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5)),
        its.fetch());
  }

  private static Ending run(int port, String account, Path here, Instant now) throws Exception {
    return new NightlyJob(Clock.fixed(now, ZoneOffset.UTC))
        .run(
            JobProcess.settings(
                settings(port, account),
                new Settlement.Move("Processed"),
                here,
                JobHarness.place(new TestLedger.InFile(here), null)),
            false,
            Progress.SILENT)
        .ending();
  }

  /** The rows of bounces.csv of all runs. */
  private static List<String> rows(Path here) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> runs = Files.list(here.resolve("out"))) {
      for (Path run : runs.filter(it -> !Files.isSymbolicLink(it)).toList()) {
        List<String> lines = Files.readAllLines(run.resolve("bounces.csv"));
        rows.addAll(lines.subList(1, lines.size()));
      }
    }
    return rows;
  }
}
