package org.bouncescan.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.bouncescan.ledger.SeenMessage;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.MailboxException;
import org.jspecify.annotations.Nullable;

/**
 * Fetching, judging and writing at the same time: one thread talks to the server, the judges' threads read and judge
 * batches of messages, and the caller takes the results in the order of arrival. What is under way is bounded in
 * bytes, so a caller that is slow slows the server down.
 */
final class ScanPipeline implements AutoCloseable {
  private static final int BATCH_MESSAGES = 64;
  private static final int BATCH_BYTES = 1_000_000;
  private static final int BATCHES_UNDER_WAY = 16;

  /** Sizes are asked for and kept for so many messages: a mailbox may hold a million. */
  private static final int LISTED_AT_ONCE = 50_000;

  /** Bytes fetched and not judged yet. */
  private static final int BYTES_UNDER_WAY = 24_000_000;

  private static final long LET_GO_MILLIS = 2_000;

  private final MailFolder mailbox;
  private final long[] todo;
  private final Function<List<Fetched>, List<SeenMessage>> judge;
  private final Executor judges;
  private final BlockingQueue<Future<List<SeenMessage>>> batches =
      new ArrayBlockingQueue<>(BATCHES_UNDER_WAY);
  private final Semaphore bytesFree = new Semaphore(BYTES_UNDER_WAY);
  private final Thread fetcher;

  private List<Fetched> batch = new ArrayList<>(BATCH_MESSAGES);
  private int batchBytes;
  private Iterator<SeenMessage> judged = List.<SeenMessage>of().iterator();
  private boolean ended;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /**
   * A pipeline over {@code todo}, UIDs in ascending order; {@link #start} sets it going.
   *
   * @param mailbox belongs to the pipeline from now on, which closes it
   * @param judge reads and judges a batch; one result for each message, in the same order
   */
  ScanPipeline(
      MailFolder mailbox,
      long[] todo,
      Function<List<Fetched>, List<SeenMessage>> judge,
      Executor judges) {
    this.mailbox = mailbox;
    this.todo = todo;
    this.judge = judge;
    this.judges = judges;
    this.fetcher = new Thread(this::fetch, "fetch " + mailbox);
    this.fetcher.setDaemon(true);
  }

  void start() {
    fetcher.start();
  }

  /**
   * The next message; null when all were handed over.
   *
   * @throws MailboxException when the mailbox can't be read any further; everything fetched before was handed over
   */
  @Nullable
  SeenMessage next() throws MailboxException, InterruptedException {
    while (!judged.hasNext()) {
      if (ended) {
        throwFailure();
        return null;
      }
      List<SeenMessage> next = take(batches.take());
      ended = next.isEmpty();
      judged = next.iterator();
    }
    return judged.next();
  }

  private static List<SeenMessage> take(Future<List<SeenMessage>> batch)
      throws InterruptedException {
    try {
      return batch.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be judged", e.getCause());
    }
  }

  private void throwFailure() throws MailboxException {
    Throwable it = failure;
    if (it instanceof MailboxException known) {
      throw known;
    }
    if (it instanceof RuntimeException) { // one server's nonsense stops no other mailbox
      throw new MailboxException(
          MailboxException.Kind.UNREACHABLE, mailbox + ": fetching failed: " + it, it);
    }
    if (it != null) {
      throw new IllegalStateException("fetching from " + mailbox + " failed", it);
    }
  }

  /** Ends a fetch that nobody waits for any more. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private void fetch() {
    try {
      for (int from = 0; from < todo.length; from += LISTED_AT_ONCE) {
        int to = Math.min(todo.length, from + LISTED_AT_ONCE);
        mailbox.fetch(mailbox.sizes(Arrays.copyOfRange(todo, from, to)), this::accept);
      }
      flush();
    } catch (Abandoned e) {
      return;
    } catch (MailboxException | RuntimeException | Error e) {
      failure = e;
      flushQuietly();
    } finally {
      mailbox.close();
      if (!closed) {
        putQuietly(CompletableFuture.completedFuture(List.of()));
      }
    }
  }

  private void accept(Fetched fetched) {
    int bytes = size(fetched);
    if (!batch.isEmpty() && batchBytes + bytes > BATCH_BYTES) {
      flush();
    }
    batch.add(fetched);
    batchBytes += bytes;
    if (batch.size() >= BATCH_MESSAGES) {
      flush();
    }
  }

  private static int size(Fetched fetched) {
    return fetched instanceof Fetched.Message message ? message.bytes().length : 0;
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<Fetched> full = batch;
    int permits = Math.min(batchBytes, BYTES_UNDER_WAY);
    batch = new ArrayList<>(BATCH_MESSAGES);
    batchBytes = 0;
    acquire(permits);
    CompletableFuture<List<SeenMessage>> result =
        CompletableFuture.supplyAsync(() -> judge(full, permits), judges);
    put(result);
  }

  private void flushQuietly() {
    try {
      flush();
    } catch (Abandoned e) {
      batch = new ArrayList<>();
    }
  }

  private List<SeenMessage> judge(List<Fetched> full, int permits) {
    try {
      return judge.apply(full);
    } finally {
      full.clear();
      bytesFree.release(permits);
    }
  }

  private void acquire(int permits) {
    try {
      bytesFree.acquire(permits);
    } catch (InterruptedException e) {
      throw new Abandoned();
    }
    if (closed) {
      throw new Abandoned();
    }
  }

  private void put(Future<List<SeenMessage>> result) {
    try {
      batches.put(result);
    } catch (InterruptedException e) {
      throw new Abandoned();
    }
    if (closed) {
      throw new Abandoned();
    }
  }

  private void putQuietly(Future<List<SeenMessage>> result) {
    try {
      batches.put(result);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Lets the server go, also in the middle; what was not taken is fetched again by the next run. */
  @Override
  public void close() {
    closed = true;
    fetcher.interrupt();
    batches.clear();
    try {
      // A server that is silent just now must not hold up the end of the process.
      fetcher.join(LET_GO_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
