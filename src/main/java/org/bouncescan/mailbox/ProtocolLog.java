package org.bouncescan.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol as log lines at level debug. */
final class ProtocolLog extends ByteArrayOutputStream {
  private static final Logger LOG = LoggerFactory.getLogger("org.bouncescan.mailbox.protocol");
  private static final int LONGEST_LINE = 1_000;

  private ProtocolLog() {}

  static PrintStream stream() {
    return new PrintStream(new ProtocolLog(), false, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      line();
    } else if (count < LONGEST_LINE) {
      super.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  private void line() {
    LOG.debug("{}", toString(StandardCharsets.ISO_8859_1).strip());
    reset();
  }
}
