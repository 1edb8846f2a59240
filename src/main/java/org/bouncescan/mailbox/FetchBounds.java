package org.bouncescan.mailbox;

import java.util.Objects;

/**
 * How much is asked of a server at once.
 *
 * @param messages most messages a FETCH command asks for
 * @param bytes most bytes a FETCH command asks for, as far as the server told their sizes
 * @param inFlight commands written before the first is answered; 1 for servers that can't pipeline
 * @param maxMessageBytes of a larger message only this much of its beginning is fetched
 * @param connections how many connections fetch from a mailbox at the same time at most
 * @param compress when COMPRESS=DEFLATE (RFC 4978) is used
 */
public record FetchBounds(
    int messages,
    long bytes,
    int inFlight,
    int maxMessageBytes,
    int connections,
    Compression compress) {
  /** 250 messages or 8 MB a command, 4 commands in flight, 5 MB a message, one connection, slow links compressed. */
  public static final FetchBounds DEFAULT =
      new FetchBounds(250, 8_000_000, 4, 5_000_000, 1, Compression.AUTO);

  public FetchBounds {
    within(messages, 1, 500, "messages");
    within(bytes, 1, 1_000_000_000, "bytes");
    within(inFlight, 1, 16, "inFlight");
    within(maxMessageBytes, 1, 100_000_000, "maxMessageBytes");
    within(connections, 1, 8, "connections");
    Objects.requireNonNull(compress, "compress is null");
  }

  /** For messages that did not come with the others: few at a time, and each answered before the next is asked for. */
  FetchBounds gentle() {
    return new FetchBounds(
        Math.min(messages, 25), bytes, 1, maxMessageBytes, connections, compress);
  }

  private static void within(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d: %d".formatted(name, least, most, value));
    }
  }
}
