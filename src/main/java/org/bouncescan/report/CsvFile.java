package org.bouncescan.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file for people: RFC 4180, UTF-8, a header, and no cell that a spreadsheet would run as a formula.
 *
 * <p>Text from strangers that starts with {@code = + - @}, TAB or CR gets an apostrophe in front; control characters
 * become spaces, so that a row is a line.
 *
 * <p>A report may have a million rows: they are put together in an array that is written at once, in half the time that
 * the library takes which writes the files for importers.
 */
final class CsvFile implements AutoCloseable {
  private final Writer writer;
  private final int columns;
  private char[] line = new char[4096];
  private int length;
  private long rows;

  CsvFile(Path path, List<String> header) {
    this.columns = header.size();
    try {
      this.writer = DurableFiles.newWriter(path);
      write(header.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a row; text is made harmless, numbers and times are ours and stay as they are. */
  void row(@Nullable Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    try {
      write(cells);
      rows++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long rows() {
    return rows;
  }

  private void write(@Nullable Object[] cells) throws IOException {
    length = 0;
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line[length++] = ',';
      }
      String text = text(cells[i]);
      // Room for every character twice, quotes round them, and what comes before the next cell.
      if (length + 2 * text.length() + 6 > line.length) {
        line = Arrays.copyOf(line, 2 * (length + 2 * text.length() + 6));
      }
      cell(text, i == 0 && cells[i] != null);
    }
    line[length++] = '\r';
    line[length++] = '\n';
    writer.write(line, 0, length);
  }

  private static String text(@Nullable Object cell) {
    if (cell instanceof String text) {
      return harmless(text);
    }
    return cell == null
        ? ""
        : cell instanceof Instant at
            ? at.truncatedTo(ChronoUnit.SECONDS).toString()
            : cell.toString();
  }

  /** Quoted where it must be; an empty text in the first cell too, or a row of one would be an empty line. */
  private void cell(String text, boolean first) {
    int from = length;
    int end = from + text.length();
    text.getChars(0, text.length(), line, from);
    int quotes = 0;
    boolean quoted = text.isEmpty() ? first : line[from] <= '#' || line[end - 1] <= ' ';
    for (int i = from; i < end; i++) {
      char c = line[i];
      if (isControl(c)) {
        cell(text.replaceAll("\\p{Cntrl}+", " "), first);
        return;
      }
      if (c == '"') {
        quotes++;
      }
      quoted |= c == ',';
    }
    length = end;
    if (quoted || quotes > 0) {
      quote(from, end, quotes);
    }
  }

  private void quote(int from, int end, int quotes) {
    int to = end + quotes + 2;
    length = to;
    line[--to] = '"';
    for (int i = end - 1; i >= from; i--) {
      char c = line[i];
      line[--to] = c;
      if (c == '"') {
        line[--to] = c;
      }
    }
    line[--to] = '"';
  }

  private static String harmless(String text) {
    if (text.isEmpty()) {
      return text;
    }
    return switch (text.charAt(0)) {
      case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠' -> "'" + text;
      default -> text;
    };
  }

  private static boolean isControl(char c) {
    return c < ' ' || c == 0x7F;
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
