package org.bouncescan.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.Evidence;
import org.bouncescan.ledger.Finding;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.LedgerPlace;
import org.bouncescan.ledger.MailboxPosition;
import org.bouncescan.ledger.SeenMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages a second into an SQLite ledger, each chunk durable before the next. */
@State(Scope.Thread)
public class WritingBenchmark {
  private static final int CHUNK = 250;
  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  private Path folder = Path.of("");
  private Ledger ledger;
  private TransactionTemplate transaction;
  private MailboxPosition mailbox;
  private long run;
  private long uid;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("bouncescan-bench");
    ledger = Ledger.open(new LedgerPlace.SqliteFile(folder.resolve("ledger.db")), "bench");
    transaction = new TransactionTemplate(ledger.transactions());
    mailbox = ledger.mailboxes().startAgain(ledger.mailboxes().position("bench"), 1);
    run = ledger.runs().begin(NIGHT, LocalDate.of(2026, 11, 24), name -> false).id();
  }

  @TearDown
  public void close() throws IOException {
    ledger.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Benchmark
  @OperationsPerInvocation(CHUNK)
  public long chunk() {
    List<SeenMessage> chunk = new ArrayList<>(CHUNK);
    for (int i = 0; i < CHUNK; i++) {
      chunk.add(message(++uid));
    }
    transaction.executeWithoutResult(
        status -> ledger.mailboxes().record(run, mailbox, chunk, it -> true));
    return uid;
  }

  private static SeenMessage message(long uid) {
    byte[] hash = ByteBuffer.allocate(32).putLong(uid * 0x9E3779B97F4A7C15L).array();
    String address = "user" + uid + "@example.net";
    Finding finding = new Finding(
        Event.FAILED,
        address,
        Category.INVALID_RECIPIENT,
        null,
        "recipient.unknown",
        "",
        true,
        false,
        true,
        "<" + uid + "@example.com>",
        Evidence.NONE);
    return new SeenMessage.Read(uid, hash, 4_000, NIGHT, Event.FAILED, true, List.of(finding));
  }
}
