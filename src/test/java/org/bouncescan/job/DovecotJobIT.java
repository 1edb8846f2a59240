package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.bouncescan.classify.Event;
import org.bouncescan.mailbox.DovecotServer;
import org.bouncescan.mailbox.Settlement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights over a mailbox of Dovecot: what its folders hold afterwards. */
class DovecotJobIT {
  private static final Settlement PROCESSED = new Settlement.Move("Processed");
  private static final Path SAMPLES = Path.of("samples");

  @TempDir
  private Path folder;

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

  private JobResult run(
      String day, Settlement all, Map<Event, Settlement> byEvent, @Nullable Integer retentionDays)
      throws JobException {
    JobSettings plain = JobProcess.settings(
        GreenMailbox.settings(server.port(), server.user(), "INBOX"),
        all,
        folder,
        JobSettings.LedgerPlace.file(folder.resolve("ledger.db")));
    JobSettings settings = new JobSettings(
        plain.name(),
        List.of(new JobSettings.Mailbox(
            plain.mailboxes().get(0).settings(), all, byEvent, retentionDays)),
        1,
        plain.sender(),
        plain.suppression(),
        plain.output(),
        plain.ledger(),
        null);
    Instant night = LocalDate.parse(day).atTime(3, 0).toInstant(ZoneOffset.UTC);
    return new NightlyJob(Clock.fixed(night, ZoneOffset.UTC)).run(settings, false, Progress.SILENT);
  }

  private void deliverSample(String name) throws Exception {
    byte[] sample = Files.readAllBytes(SAMPLES.resolve(name));
    server.deliver(server.user(), 1, n -> sample);
  }

  @Test
  void each_event_goes_to_its_folder_and_what_is_no_report_stays_as_it_was() throws Exception {
    server.deliver(server.user(), 5, Reports::number);
    deliverSample("autoreply/out-of-office.eml");
    deliverSample("malformed/no-header.eml");
    deliverSample("notareport/ordinary-question.eml");
    deliverSample("complaint/arf-abuse.eml");
    Map<Event, Settlement> byEvent = Map.of(
        Event.AUTO_REPLY, new Settlement.Move("Rückläufer/Abwesend"),
        Event.UNPARSABLE, new Settlement.Move("Rückläufer/Unlesbar"),
        Event.NOT_A_REPORT, new Settlement.Nothing(),
        Event.COMPLAINT, new Settlement.Delete());

    JobResult first = run("2026-11-24", PROCESSED, byEvent, null);
    JobResult second = run("2026-11-25", PROCESSED, byEvent, null);

    assertThat(first.counts()).containsEntry("read", 9L).containsEntry("settled", 8L);
    assertThat(second.counts()).containsEntry("read", 0L).containsEntry("settled", 0L);
    assertThat(server.search("INBOX", "ALL")).hasSize(1);
    assertThat(server.search("INBOX", "UNSEEN UNFLAGGED UNDELETED SUBJECT \"question\""))
        .hasSize(1);
    assertThat(server.uids("Processed")).hasSize(5);
    assertThat(server.uids("Rückläufer/Abwesend")).hasSize(1);
    assertThat(server.uids("Rückläufer/Unlesbar")).hasSize(1);
  }

  @Test
  void settled_messages_are_deleted_after_their_time_and_only_from_their_folder() throws Exception {
    server.deliver(server.user(), 3, Reports::number);
    deliverSample("notareport/ordinary-question.eml");
    Map<Event, Settlement> byEvent = Map.of(Event.NOT_A_REPORT, new Settlement.Nothing());
    run("2026-11-24", PROCESSED, byEvent, 30);
    Instant later = Instant.parse("2026-12-19T10:00:00Z");
    server.deliver(server.user(), later, 2, n -> Reports.number(100 + n));
    run("2026-12-20", PROCESSED, byEvent, 30);
    assertThat(server.uids("Processed")).hasSize(5);

    // two nights must agree on the time before anything is deleted
    run("2026-12-25", PROCESSED, byEvent, 30);
    assertThat(server.uids("Processed")).hasSize(5);
    JobResult last = run("2026-12-26", PROCESSED, byEvent, 30);

    assertThat(last.ending()).isEqualTo(Ending.DONE);
    assertThat(last.counts()).containsEntry("read", 0L);
    assertThat(server.uids("Processed")).hasSize(2);
    assertThat(server.uids("INBOX")).hasSize(1);
  }

  @Test
  void a_mailbox_that_is_only_read_keeps_no_trace_of_it() throws Exception {
    server.deliver(server.user(), 4, Reports::number);
    JobResult first = run("2026-11-24", new Settlement.Nothing(), Map.of(), null);
    server.deliver(server.user(), 1, n -> Reports.number(50));
    JobResult second = run("2026-11-25", new Settlement.Nothing(), Map.of(), null);

    assertThat(first.counts()).containsEntry("read", 4L).containsEntry("settled", 0L);
    assertThat(second.counts()).containsEntry("read", 1L).containsEntry("again", 0L);
    assertThat(server.search(
            "INBOX", "UNSEEN UNFLAGGED UNANSWERED UNDELETED UNKEYWORD $BounceScanned"))
        .hasSize(5);
  }

  @Test
  void messages_are_counted_once_whatever_becomes_of_their_numbers() throws Exception {
    Settlement keyword = new Settlement.Keyword("$BounceScanned");
    server.deliver(server.user(), 6, Reports::number);
    run("2026-11-24", keyword, Map.of(), null);
    server.renumber();
    JobResult renumbered = run("2026-11-25", keyword, Map.of(), null);
    server.recreate();
    server.deliver(server.user(), 7, Reports::number);
    JobResult restored = run("2026-11-26", keyword, Map.of(), null);

    assertThat(renumbered.counts()).containsEntry("again", 6L).containsEntry("read", 0L);
    assertThat(restored.counts()).containsEntry("again", 6L).containsEntry("read", 1L);
    assertThat(renumbered.warnings()).singleElement().asString().contains("UIDVALIDITY");
    assertThat(restored.warnings()).singleElement().asString().contains("numbered this mailbox");
    assertThat(server.search("INBOX", "KEYWORD $BounceScanned")).hasSize(7);
  }
}
