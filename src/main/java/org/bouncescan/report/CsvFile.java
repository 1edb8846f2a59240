package org.bouncescan.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file for people: RFC 4180, UTF-8, a header, and no cell that a spreadsheet would run as a formula.
 *
 * <p>Text from strangers that starts with {@code = + - @}, TAB or CR gets an apostrophe in front; control characters
 * become spaces, so that a row is a line.
 */
final class CsvFile implements AutoCloseable {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final CSVPrinter printer;
  private final int columns;
  private long rows;

  CsvFile(Path path, List<String> header) {
    this.columns = header.size();
    try {
      Writer writer = DurableFiles.newWriter(path);
      this.printer = new CSVPrinter(writer, FORMAT);
      printer.printRecord(header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text that stands in many rows, made harmless and quoted once; never the first of a row. */
  record Repeated(String quoted) {
    static Repeated of(String text) {
      return new Repeated(FORMAT.format(harmless(text)));
    }
  }

  /** Writes a row; text is made harmless, numbers and times are ours and stay as they are. */
  void row(@Nullable Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    try {
      for (Object cell : cells) {
        if (cell instanceof Repeated it) {
          printer.getOut().append(FORMAT.getDelimiterString()).append(it.quoted());
        } else {
          printer.print(text(cell));
        }
      }
      printer.println();
      rows++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long rows() {
    return rows;
  }

  private static @Nullable Object text(@Nullable Object cell) {
    if (cell instanceof String text) {
      return harmless(text);
    }
    return cell instanceof Instant at ? at.truncatedTo(ChronoUnit.SECONDS).toString() : cell;
  }

  static String harmless(String text) {
    if (text.isEmpty()) {
      return text;
    }
    String line = onOneLine(text);
    return switch (text.charAt(0)) {
      case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠' -> "'" + line;
      default -> line;
    };
  }

  @SuppressWarnings(
      "LoopOverCharArray") // the first compiler makes charAt of a text that is not Latin a slow
  // call
  private static String onOneLine(String text) {
    // Copied as a whole, since a text that is not Latin is slow to ask for one character after the
    // other.
    for (char c : text.toCharArray()) {
      if (Character.isISOControl(c)) {
        return text.replaceAll("\\p{Cntrl}+", " ");
      }
    }
    return text;
  }

  @Override
  public void close() {
    try {
      printer.close(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
