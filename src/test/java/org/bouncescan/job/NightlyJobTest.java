package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run from mailbox to mailbox, with messages that say at once what they are. */
class NightlyJobTest {
  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  @TempDir
  private Path folder;

  private final FakeServer server = new FakeServer();

  @Test
  void a_run_reads_decides_and_settles_every_message_once() throws Exception {
    mail("failed dead@example.net invalid_recipient <1@example.com>");
    mail("failed full@example.net mailbox_full <2@example.com>");
    mail("not_a_report");

    JobResult first = run(NIGHT);
    JobResult second = run(NIGHT.plusSeconds(60));

    assertThat(first.ending()).isEqualTo(Ending.DONE);
    assertThat(first.counts()).containsEntry("read", 3L);
    assertThat(first.events()).containsEntry("failed", 2L).containsEntry("not_a_report", 1L);
    assertThat(second.events()).isEmpty();
    assertThat(Files.readString(folder.resolve("out/2026-11-24/suppressions/suppressions.csv")))
        .contains("dead@example.net")
        .doesNotContain("full@example.net");
    assertThat(folder.resolve("out/2026-11-24/bounces.csv")).content().hasLineCount(4);
    assertThat(folder.resolve("out/2026-11-24-2/bounces.csv")).content().hasLineCount(1);
    assertThat(folder.resolve("out/2026-11-24-2/suppressions/suppressions.csv"))
        .hasSameTextualContentAs(folder.resolve("out/2026-11-24/suppressions/suppressions.csv"));
    assertThat(folder.resolve("out/2026-11-24-2/suppressions/new.csv"))
        .content()
        .hasLineCount(1);
    assertThat(server.box("bounces").fetched).isEqualTo(3);
    assertThat(server.box("bounces").settlements).hasSize(3);
  }

  private void mail(String text) {
    server.box("bounces").add(text.getBytes(StandardCharsets.UTF_8), NIGHT.minusSeconds(3600));
  }

  private JobResult run(Instant now) throws JobException {
    return new NightlyJob(Clock.fixed(now, ZoneOffset.UTC), server, new TestStages())
        .run(settings(), false, Progress.SILENT);
  }

  private JobSettings settings() {
    return new JobSettings(
        "test",
        List.of(new JobSettings.Mailbox(
            MailboxSettings.of("bounces", "imap.example.com", "bounces", Secret.of("secret")),
            new Settlement.Keyword("$BounceScanned"),
            Map.of(),
            null)),
        2,
        JobSettings.Sender.NONE,
        JobSettings.Suppression.DEFAULT,
        new JobSettings.Output(folder.resolve("out"), null, null),
        JobSettings.LedgerPlace.file(folder.resolve("ledger.db")),
        null);
  }
}
