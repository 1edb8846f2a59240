package org.bouncescan.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bouncescan.ledger.SeenMessage;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.MailboxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetching, judging and writing at the same time: a thread for each connection talks to the server, the judges' threads
 * read and judge batches of messages, and the caller takes the results in the order of arrival. What is under way is
 * bounded in bytes, so a caller that is slow slows the server down.
 */
final class ScanPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScanPipeline.class);

  private static final int BATCHES_UNDER_WAY = 16;

  /** Bytes fetched and not judged yet. */
  private static final int BYTES_UNDER_WAY = 24_000_000;

  private static final long LET_GO_MILLIS = 2_000;

  private final MailFolder mailbox;
  private final FetchParts parts;
  private final Another another;
  private final Function<List<Fetched>, List<SeenMessage>> judge;
  private final Executor judges;
  private final BlockingQueue<Future<List<SeenMessage>>> batches =
      new ArrayBlockingQueue<>(BATCHES_UNDER_WAY);
  private final Semaphore bytesFree = new Semaphore(BYTES_UNDER_WAY);
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger atWork;

  private Iterator<SeenMessage> judged = List.<SeenMessage>of().iterator();
  private boolean ended;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /** Opens another connection to the same mailbox. */
  interface Another {
    MailFolder open() throws MailboxException;
  }

  /**
   * A pipeline over {@code todo}; {@link #start} sets it going.
   *
   * @param mailbox belongs to the pipeline from now on, which closes it
   * @param todo UIDs, ascending
   * @param connections how many connections fetch at the same time at most
   * @param another opens those after the first
   * @param judge reads and judges a batch; one result for each message, in the same order
   */
  ScanPipeline(
      MailFolder mailbox,
      long[] todo,
      int connections,
      Another another,
      Function<List<Fetched>, List<SeenMessage>> judge,
      Executor judges) {
    this.mailbox = mailbox;
    this.parts = new FetchParts(todo, connections);
    this.another = another;
    this.judge = judge;
    this.judges = judges;
    threads.add(thread(this::fetchFirst, 1));
    for (int number = 2; number <= Math.min(connections, parts.left()); number++) {
      threads.add(thread(this::fetchBeside, number));
    }
    atWork = new AtomicInteger(threads.size());
  }

  private Thread thread(Runnable work, int number) {
    Thread thread = new Thread(work, "fetch " + mailbox + " " + number);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    threads.forEach(Thread::start);
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
    if (it != null && !(it instanceof Error) && parts.left() == 0) {
      LOG.warn("{}; its other connections went on", it.getMessage());
      return;
    }
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

  /** The first connection, without which there is no scan. */
  private void fetchFirst() {
    try (mailbox) {
      new Fetcher(mailbox, parts, this::judge).work();
    } catch (Abandoned | InterruptedException e) {
      LOG.debug("{}: nobody waits for it any more", mailbox);
    } catch (MailboxException | RuntimeException | Error e) {
      failure = e;
    }
    ended();
  }

  /** Another connection: where it can't be had or breaks for good, the others do its work. */
  private void fetchBeside() {
    try (MailFolder folder = another.open()) {
      if (folder.uidValidity() == mailbox.uidValidity()) {
        new Fetcher(folder, parts, this::judge).work();
      }
    } catch (Abandoned | InterruptedException e) {
      LOG.debug("{}: nobody waits for it any more", mailbox);
    } catch (MailboxException | RuntimeException e) {
      LOG.warn("{}; its other connections go on", e.getMessage());
    } catch (Error e) {
      failure = e;
    }
    ended();
  }

  private void ended() {
    if (atWork.decrementAndGet() == 0 && !closed) {
      putQuietly(CompletableFuture.completedFuture(List.of()));
    }
  }

  private void judge(List<Fetched> batch, int bytes) {
    int permits = Math.min(bytes, BYTES_UNDER_WAY);
    acquire(permits);
    put(CompletableFuture.supplyAsync(() -> judged(batch, permits), judges));
  }

  private List<SeenMessage> judged(List<Fetched> full, int permits) {
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
    threads.forEach(Thread::interrupt);
    batches.clear();
    try {
      // A server that is silent just now must not hold up the end of the process.
      for (Thread thread : threads) {
        thread.join(LET_GO_MILLIS / threads.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
