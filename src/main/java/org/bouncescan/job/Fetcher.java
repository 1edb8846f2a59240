package org.bouncescan.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.MailboxException;

/** What one connection does of a scan: takes parts, and hands on what comes in batches. Not thread-safe. */
final class Fetcher {
  private static final int BATCH_MESSAGES = 64;
  private static final int BATCH_BYTES = 1_000_000;

  private final MailFolder mailbox;
  private final FetchParts parts;
  private final BiConsumer<List<Fetched>, Integer> sink;

  private long[] part = {};
  private BitSet had = new BitSet();
  private List<Fetched> batch = new ArrayList<>(BATCH_MESSAGES);
  private int batchBytes;

  /**
   * @param sink takes a batch and its bytes; what it throws ends the work
   */
  Fetcher(MailFolder mailbox, FetchParts parts, BiConsumer<List<Fetched>, Integer> sink) {
    this.mailbox = mailbox;
    this.parts = parts;
    this.sink = sink;
  }

  /**
   * Works until nothing is left for any connection.
   *
   * @throws MailboxException when this connection can't go on; what came before it has been handed on, the rest is
   *     left to others
   */
  void work() throws MailboxException, InterruptedException {
    for (long[] next = parts.take(); next != null; next = parts.take()) {
      part = next;
      had = new BitSet(part.length);
      try {
        mailbox.fetch(mailbox.sizes(part), this::accept);
      } finally {
        // A part is done when all of it is with the sink.
        flush();
        parts.done(missing());
      }
    }
  }

  private long[] missing() {
    return IntStream.range(0, part.length)
        .filter(i -> !had.get(i))
        .mapToLong(i -> part[i])
        .toArray();
  }

  private void accept(Fetched fetched) {
    int bytes = fetched instanceof Fetched.Message message ? message.bytes().length : 0;
    if (!batch.isEmpty() && batchBytes + bytes > BATCH_BYTES) {
      flush();
    }
    batch.add(fetched);
    batchBytes += bytes;
    had.set(Arrays.binarySearch(part, fetched.key().uid()));
    if (batch.size() >= BATCH_MESSAGES) {
      flush();
    }
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<Fetched> full = batch;
    int bytes = batchBytes;
    batch = new ArrayList<>(BATCH_MESSAGES);
    batchBytes = 0;
    sink.accept(full, bytes);
  }
}
