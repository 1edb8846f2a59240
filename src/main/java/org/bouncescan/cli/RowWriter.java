package org.bouncescan.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.bouncescan.classify.Verdict;
import org.jspecify.annotations.Nullable;

/** Writes what {@code parse} found. */
interface RowWriter {
  void write(ParsedRow row);

  /** Writes what is still held back; the stream stays open. */
  void finish();

  /** One JSON object a row, all fields in the order of {@link ParsedRow#FIELDS}. */
  static RowWriter json(PrintWriter out) {
    JsonLines lines = new JsonLines(out);
    return new RowWriter() {
      @Override
      public void write(ParsedRow row) {
        lines.start();
        for (ParsedRow.Field field : ParsedRow.FIELDS) {
          lines.field(field.name(), field.value().apply(row));
        }
        lines.end();
      }

      @Override
      public void finish() {
        lines.close();
      }
    };
  }

  /** RFC 4180 with a header; cells that a spreadsheet would run as a formula are neutralised. */
  static RowWriter csv(PrintWriter out) {
    CSVPrinter csv;
    try {
      csv = new CSVPrinter(out, CSVFormat.RFC4180);
      csv.printRecord(ParsedRow.FIELDS.stream().map(ParsedRow.Field::name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RowWriter() {
      @Override
      public void write(ParsedRow row) {
        List<Object> cells = new ArrayList<>(ParsedRow.FIELDS.size());
        for (ParsedRow.Field field : ParsedRow.FIELDS) {
          cells.add(cell(field.value().apply(row)));
        }
        try {
          csv.printRecord(cells);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void finish() {}
    };
  }

  /** A few lines a recipient, for people. */
  static RowWriter text(PrintWriter out) {
    return new RowWriter() {
      private String source = "";

      @Override
      public void write(ParsedRow row) {
        if (!row.source().equals(source)) {
          source = row.source();
          out.println(printable(source));
        }
        String recipient = row.outcome().recipient();
        out.println("  " + row.outcome().event().label().replace('_', ' ')
            + (recipient == null ? "" : "  " + printable(recipient)));
        Verdict verdict = row.outcome().verdict();
        if (verdict != null) {
          out.println("    " + VerdictText.headline(verdict, row.measure()));
        }
        String said = row.diagnostic();
        if (said != null) {
          out.println("    " + printable(said));
        }
      }

      @Override
      public void finish() {}
    };
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** Text from strangers without control characters, which a terminal would obey. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
