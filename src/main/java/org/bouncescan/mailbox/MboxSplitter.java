package org.bouncescan.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits an mbox (RFC 4155) into its messages; what does not begin with a {@code From } line is one message. A
 * {@code From } line counts only after an empty line and with a time at its end, since bodies hold lines that begin so.
 * One level of {@code >From } quoting is taken off.
 */
final class MboxSplitter {
  private static final Pattern SEPARATOR =
      Pattern.compile("From \\S{0,300} {1,10}.{0,80}\\d{1,2}:\\d{2}.{0,60}");
  private static final Pattern QUOTED = Pattern.compile(">+From .{0,300}", Pattern.DOTALL);
  private static final int LONGEST_MARK = 512;

  private final InputStream in;
  private final int most;
  private boolean isMbox;
  private boolean started;
  private byte @Nullable [] pending;

  MboxSplitter(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The next message; null after the last. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream(8_192);
    boolean afterEmptyLine = false;
    boolean any = false;
    byte[] line = pending != null ? pending : line();
    pending = null;
    while (line != null) {
      String start = start(line);
      if (!started) {
        started = true;
        isMbox = start.startsWith("From ");
        if (isMbox) {
          any = true;
          line = line();
          continue;
        }
      } else if (isMbox
          && afterEmptyLine
          && SEPARATOR.matcher(start.stripTrailing()).matches()) {
        pending = line();
        if (pending == null) {
          pending = new byte[0];
        }
        return message.toByteArray();
      }
      any = true;
      afterEmptyLine = start.isBlank();
      boolean quoted = isMbox && QUOTED.matcher(start).matches();
      int from = quoted ? 1 : 0;
      int length = Math.min(line.length - from, most - message.size());
      if (length > 0) {
        message.write(line, from, length);
      }
      line = line();
    }
    return any ? message.toByteArray() : null;
  }

  private static String start(byte[] line) {
    return new String(line, 0, Math.min(line.length, LONGEST_MARK), StandardCharsets.ISO_8859_1);
  }

  /** A line with its end, or a piece of a very long one; null at the end. */
  private byte @Nullable [] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int b = in.read();
    while (b >= 0) {
      line.write(b);
      if (b == '\n' || line.size() >= (1 << 16)) {
        break;
      }
      b = in.read();
    }
    return line.size() == 0 ? null : line.toByteArray();
  }
}
