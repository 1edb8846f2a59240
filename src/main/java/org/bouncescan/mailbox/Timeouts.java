package org.bouncescan.mailbox;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait for the server. Always set: without limits a dead connection waits for ever.
 *
 * @param connect for the TCP connection
 * @param read for the next bytes of an answer; a large answer may take longer in all
 * @param write for the server to take our bytes
 */
public record Timeouts(Duration connect, Duration read, Duration write) {
  /** 15 s to connect, 60 s for reads and writes. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(60));

  public Timeouts {
    positive(connect, "connect");
    positive(read, "read");
    positive(write, "write");
  }

  private static void positive(Duration duration, String name) {
    Objects.requireNonNull(duration, name + " is null");
    if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " timeout must be between 1 ms and 24 days: " + duration);
    }
  }
}
