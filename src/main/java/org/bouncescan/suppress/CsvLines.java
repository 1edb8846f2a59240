package org.bouncescan.suppress;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file that people or mailing systems wrote: comma, semicolon or tab, whichever stands in the first
 * line. What is wrong with a line costs that line alone: bytes that are no UTF-8 become U+FFFD, and a quote that is not
 * closed within a few lines is no quote. Empty lines and those that start with {@code #} are passed over.
 */
final class CsvLines implements Closeable {
  /** A cell of an export may hold line breaks, but not many. */
  private static final int MOST_LINES_OF_A_ROW = 20;

  /**
   * A row.
   *
   * @param number of its first line, 1 for the first of the file
   * @param cells without quotes and surrounding space; empty where the row can't be read
   * @param problem what is wrong with it, and the cure; null when nothing is, or only the text of some cells
   */
  record Row(long number, List<String> cells, @Nullable String problem) {
    /** The cell in this column; empty where there is none. */
    String cell(int column) {
      return column >= 0 && column < cells.size() ? cells.get(column) : "";
    }

    /** What to say of a cell that can't be used. */
    String unusable(String otherwise) {
      return cells.stream().anyMatch(it -> it.indexOf('\uFFFD') >= 0)
          ? "not UTF-8; save the file as UTF-8"
          : otherwise;
    }
  }

  private final BufferedReader reader;
  private final Deque<String> ahead = new ArrayDeque<>();
  private @Nullable CSVFormat format;
  private long number;

  CsvLines(Path file) throws IOException {
    reader = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  /** The next row; null at the end. */
  @Nullable
  Row next() throws IOException {
    for (String line = line(); line != null; line = line()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        return row(line);
      }
    }
    return null;
  }

  private @Nullable String line() throws IOException {
    String line = ahead.isEmpty() ? reader.readLine() : ahead.remove();
    number += line == null ? 0 : 1;
    return line;
  }

  private Row row(String line) throws IOException {
    if (format == null) {
      format = format(line);
    }
    long at = number;
    String whole = open(line) ? joined(line) : line;
    if (whole == null) {
      return new Row(at, List.of(), "a quote is not closed");
    }
    try (CSVParser parser = format.parse(new StringReader(whole))) {
      List<CSVRecord> records = parser.getRecords();
      return new Row(at, records.isEmpty() ? List.of("") : records.get(0).toList(), null);
    } catch (IOException | java.io.UncheckedIOException e) {
      return new Row(at, List.of(), "not readable as CSV; look at its quotes");
    }
  }

  /** The line with those after it that its open quote takes in; null where the quote is never closed. */
  private @Nullable String joined(String line) throws IOException {
    StringBuilder whole = new StringBuilder(line);
    while (ahead.size() < MOST_LINES_OF_A_ROW) {
      String next = reader.readLine();
      if (next == null) {
        break;
      }
      ahead.add(next);
    }
    int taken = 0;
    for (String next : ahead) {
      if (beginsRow(next)) {
        return null;
      }
      whole.append('\n').append(next);
      taken++;
      if (!open(whole)) {
        break;
      }
    }
    if (taken == 0 || open(whole)) {
      return null;
    }
    for (int i = 0; i < taken; i++) {
      ahead.remove();
    }
    number += taken;
    return whole.toString();
  }

  /** True where an address stands before any quote: that is a row, and not the rest of a cell. */
  private static boolean beginsRow(String line) {
    int quote = line.indexOf('"');
    int at = line.indexOf('@');
    return at >= 0 && (quote < 0 || at < quote);
  }

  private static boolean open(CharSequence text) {
    return text.chars().filter(it -> it == '"').count() % 2 != 0;
  }

  private static CSVFormat format(String first) {
    char delimiter = ',';
    if (first.indexOf(',') < 0) {
      delimiter = first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
    }
    return CSVFormat.RFC4180
        .builder()
        .setDelimiter(delimiter)
        .setIgnoreSurroundingSpaces(true)
        .setTrailingData(true)
        .get();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
