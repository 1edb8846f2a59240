package org.bouncescan.job;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The UIDs to be fetched, in parts that connections take one after the other. What a connection that breaks for
 * good did not fetch, another one takes. Thread-safe.
 */
final class FetchParts {
  /** Sizes are asked for and kept for so many messages: a mailbox may hold a million. */
  private static final int MOST = 50_000;

  /** A part ends with a wait for its last answers: for fewer messages another connection does not pay. */
  private static final int LEAST = 500;

  /** So many parts for each connection: one may be slower than the others. */
  private static final int EACH = 4;

  private final Deque<long[]> left = new ArrayDeque<>();
  private int inHand;

  /** Parts of {@code uids}, ascending, for so many connections. */
  FetchParts(long[] uids, int connections) {
    int fair = uids.length / (connections * EACH);
    int part = connections == 1 ? MOST : Math.max(LEAST, Math.min(MOST, fair));
    for (int from = 0; from < uids.length; from += part) {
      left.add(Arrays.copyOfRange(uids, from, Math.min(uids.length, from + part)));
    }
  }

  /**
   * The next part, to be followed by {@link #done}. Waits while all are in the hands of others, which may not finish
   * them.
   *
   * @return null where all is done
   */
  synchronized long @Nullable [] take() throws InterruptedException {
    while (left.isEmpty() && inHand > 0) {
      wait();
    }
    long[] part = left.poll();
    inHand += part == null ? 0 : 1;
    return part;
  }

  /** Ends the work on a part; what is {@code missing} of it is handed out again. */
  synchronized void done(long[] missing) {
    if (missing.length > 0) {
      left.addFirst(missing);
    }
    inHand--;
    notifyAll();
  }

  /** How many parts nobody is at work on. */
  synchronized int left() {
    return left.size();
  }
}
