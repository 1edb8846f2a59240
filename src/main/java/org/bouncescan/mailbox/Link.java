package org.bouncescan.mailbox;

import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a server: how fast messages come, and whether compressing them pays. What is found holds for every later
 * connection to the mailbox. Not thread-safe.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** In bytes a second. Messages are read and judged at about 20 MB a second: only a slower link is waited for. */
  static final long SLOW = 16_000_000;

  /** In bytes. Less says nothing about a link; and where less is still to come, it is as good as over. */
  static final long ENOUGH = 2_000_000;

  /** So often in a row: the first bytes wait for a JVM that is cold, and any for a server that rests a moment. */
  private static final int SLOW_IN_A_ROW = 3;

  private final boolean measured;
  private final long slow;
  private final long enough;
  private long bytes;
  private long nanos;
  private long rate;
  private int slowInARow;
  private boolean refused;
  private @Nullable IMAPProtocol compressed;

  /**
   * A link that nothing is known of.
   *
   * @param slow bytes a second below which compressing pays
   * @param enough bytes to measure, and to be still to come
   */
  Link(Compression compression, long slow, long enough) {
    this.measured = compression == Compression.AUTO;
    this.slow = slow;
    this.enough = enough;
  }

  /**
   * Notes what came.
   *
   * @param nanos how long it was waited for, without what was done with it afterwards
   */
  void came(long bytes, long nanos) {
    this.bytes += bytes;
    this.nanos += nanos;
    if (this.bytes < enough || isSlow()) { // once compressed, a slow link looks faster than it is
      return;
    }
    rate = (long) (this.bytes / Math.max(1e-9, this.nanos / 1e9));
    slowInARow = rate < slow ? slowInARow + 1 : 0;
    this.bytes = 0;
    this.nanos = 0;
  }

  boolean isSlow() {
    return measured && slowInARow >= SLOW_IN_A_ROW;
  }

  /** True where a connection should be compressed now, with so many bytes to come. */
  boolean asksForCompression(IMAPProtocol protocol, long toCome) {
    return isSlow()
        && !refused
        && protocol != compressed
        && toCome >= enough
        && protocol.hasCapability("COMPRESS=DEFLATE");
  }

  /**
   * Compresses a connection on which no command is open (RFC 4978 section 3). A server that refuses is not asked again.
   *
   * @throws ProtocolException when the connection breaks
   */
  void compress(String mailbox, IMAPProtocol protocol) throws ProtocolException {
    try {
      protocol.compress();
      compressed = protocol;
      LOG.info("{}: {} kB a second, compressing from here on", mailbox, rate / 1_000);
    } catch (CommandFailedException | BadCommandException e) {
      refused = true;
      LOG.info("{}: the server refuses to compress: {}", mailbox, ImapConnection.reason(e));
    }
  }
}
