package org.bouncescan.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.LedgerPlace;
import org.bouncescan.ledger.TestLedger;
import org.bouncescan.mailbox.FetchBounds;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settlement;
import org.jspecify.annotations.Nullable;

/** A job over mailboxes in memory, with messages that say at once what they are. */
final class JobHarness {
  static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  final Path folder;
  final FakeServer server = new FakeServer();
  final List<String> mailboxes = new ArrayList<>(List.of("bounces"));
  JobSettings.Suppression suppression = JobSettings.Suppression.DEFAULT;
  JobSettings.Sender sender = JobSettings.Sender.NONE;
  JobSettings.Output output;
  JobSettings.LedgerPlace ledger;
  Settlement settlement = new Settlement.Keyword("$BounceScanned");
  Stages stages = new TestStages();
  Instant now = NIGHT;
  int connections = 1;

  Map<Event, Settlement> byEvent = Map.of();

  @Nullable
  Integer retentionDays;

  String name = "test";

  JobHarness(Path folder) {
    this.folder = folder;
    this.output = JobSettings.Output.to(folder.resolve("out"));
    this.ledger = JobSettings.LedgerPlace.file(folder.resolve("ledger.db"));
  }

  /** The same job with its memory where a test wants it. */
  JobHarness over(TestLedger memory) {
    ledger = place(memory, null);
    return this;
  }

  static JobSettings.LedgerPlace place(TestLedger memory, @Nullable Integer retentionDays) {
    LedgerPlace place = memory.place();
    return place instanceof LedgerPlace.Postgres postgres
        ? new JobSettings.LedgerPlace(
            null,
            postgres.url(),
            postgres.user(),
            Secret.of(Objects.requireNonNullElse(postgres.password(), "")),
            retentionDays)
        : new JobSettings.LedgerPlace(
            ((LedgerPlace.SqliteFile) place).path(), null, null, null, retentionDays);
  }

  FakeServer.Box box() {
    return server.box("bounces");
  }

  long mail(String text) {
    return mail("bounces", text);
  }

  long mail(String mailbox, String text) {
    return server.box(mailbox).add(text.getBytes(StandardCharsets.UTF_8), now.minusSeconds(3600));
  }

  NightlyJob job() {
    return new NightlyJob(Clock.fixed(now, ZoneOffset.UTC), server, stages);
  }

  JobResult run() throws JobException {
    return job().run(settings(), false, Progress.SILENT);
  }

  JobResult dryRun() throws JobException {
    return job().run(settings(), true, Progress.SILENT);
  }

  JobMemory memory() {
    return new JobMemory(settings(), Clock.fixed(now, ZoneOffset.UTC));
  }

  JobSettings settings() {
    return new JobSettings(
        name,
        mailboxes.stream().map(this::mailbox).toList(),
        2,
        sender,
        suppression,
        output,
        ledger,
        null);
  }

  private JobSettings.Mailbox mailbox(String name) {
    return new JobSettings.Mailbox(
        over(
            MailboxSettings.of(name, "imap.example.com", "bounces", Secret.of("secret")),
            connections),
        settlement,
        byEvent,
        retentionDays);
  }

  /** The same mailbox, fetched over so many connections. */
  static MailboxSettings over(MailboxSettings it, int connections) {
    FetchBounds is = it.fetch();
    return new MailboxSettings(
        it.name(),
        it.host(),
        it.port(),
        it.tls(),
        it.trustedCa(),
        it.user(),
        it.login(),
        it.folder(),
        it.timeouts(),
        new FetchBounds(
            is.messages(),
            is.bytes(),
            is.inFlight(),
            is.maxMessageBytes(),
            connections,
            is.compress()));
  }

  Path file(String name) {
    return output.folder().resolve(name);
  }

  /** The lines of a file of a run, its header apart. */
  List<String> rows(String name) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    return lines.subList(1, lines.size());
  }

  /** Every file of a run with its text, times of day in run.json apart. */
  static Map<String, String> files(@Nullable Path run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (run == null) {
      return files;
    }
    try (Stream<Path> tree = Files.walk(run)) {
      for (Path it : tree.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(it).replaceAll("(?s)\"millis\" : \\{.*?\\}", "");
        files.put(run.relativize(it).toString(), text);
      }
    }
    return files;
  }
}
