package org.bouncescan.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol as log lines. At level info commands and answers are shown, and never what is in a message: a literal is
 * counted and left out. At level debug everything is. What is sent to log in is in neither, the mail library leaves it
 * out.
 */
final class ProtocolLog extends ByteArrayOutputStream {
  private static final Logger LOG = LoggerFactory.getLogger("org.bouncescan.mailbox.protocol");
  private static final int LONGEST_LINE = 1_000;
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,12})\\+?\\}$");

  /** Content in quotes is content, too. */
  private static final Pattern QUOTED_BODY = Pattern.compile("(BODY\\[[^ ]{0,100} )\".*");

  /** Lines that are part of the protocol wherever they stand; the lines of both directions come mixed. */
  private static final Pattern COMMAND_OR_ANSWER = Pattern.compile(
      "[A-Z]{1,4}\\d{1,9} (?:OK|NO|BAD|UID (?:FETCH|SEARCH|STORE|MOVE|COPY|EXPUNGE)|NOOP|LOGOUT|CLOSE|COMPRESS)\\b.*"
          + "|\\* \\d{1,10} FETCH \\(.*\\{\\d{1,12}\\}|\\* BYE .*");

  private static final Pattern PROTOCOL =
      Pattern.compile("(?:[A-Z]{1,4}\\d{1,9}|\\*|\\+) .*|DEBUG.*");

  private final Consumer<String> sink;
  private final boolean whole;
  private int length;
  private long inLiteral;

  private ProtocolLog(Consumer<String> sink, boolean whole) {
    this.sink = sink;
    this.whole = whole;
  }

  /** Where the library writes its trace; null when nobody wants to see it. */
  static @Nullable PrintStream stream() {
    return LOG.isDebugEnabled()
        ? stream(LOG::debug, true)
        : LOG.isInfoEnabled() ? stream(LOG::info, false) : null;
  }

  /**
   * A trace that ends in a sink, line by line.
   *
   * @param whole whether what is in messages is shown as well
   */
  static PrintStream stream(Consumer<String> sink, boolean whole) {
    return new PrintStream(new ProtocolLog(sink, whole), false, StandardCharsets.ISO_8859_1);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      line(toString(StandardCharsets.ISO_8859_1).replaceAll("\\p{Cntrl}", ""));
      reset();
      length = 0;
      return;
    }
    length++;
    if (count < LONGEST_LINE) {
      super.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      write(bytes[i]);
    }
  }

  private void line(String line) {
    if (whole) {
      sink.accept(line);
      return;
    }
    if (inLiteral > 0 && !COMMAND_OR_ANSWER.matcher(line).matches()) {
      inLiteral -= length + 1L; // at least: a line ends with one or two characters
      return;
    }
    if (!PROTOCOL.matcher(line).matches()) {
      return; // what follows a literal on its last line
    }
    sink.accept(QUOTED_BODY.matcher(line).replaceFirst("$1\"...\""));
    Matcher literal = LITERAL.matcher(line);
    if (line.startsWith("* ")) {
      inLiteral = literal.find() ? Long.parseLong(literal.group(1)) : 0;
    }
  }
}
