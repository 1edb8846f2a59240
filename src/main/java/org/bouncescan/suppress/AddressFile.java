package org.bouncescan.suppress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file of addresses as mailing systems export it: one address a line, or CSV with a header. Read as a stream. */
final class AddressFile {
  private static final List<String> ADDRESS_COLUMNS = List.of(
      "email", "address", "recipient", "email address", "email_address", "e-mail", "emailaddress");

  private final String name;
  private final Consumer<BrokenLine> broken;

  AddressFile(String name, Consumer<BrokenLine> broken) {
    this.name = name;
    this.broken = broken;
  }

  /** A row with a usable address. */
  interface Row {
    void take(long line, String address, @Nullable String second);
  }

  /**
   * Hands over every row with a usable address.
   *
   * @param second names of a further column that is wanted, in order of preference; without a header, the second one
   */
  void read(Path file, List<String> second, Row sink) throws IOException {
    try (CsvLines lines = new CsvLines(file)) {
      int address = 0;
      int other = 1;
      boolean first = true;
      for (CsvLines.Row row = lines.next(); row != null; row = lines.next()) {
        if (row.problem() != null) {
          broken.accept(new BrokenLine(name, row.number(), row.problem()));
        } else if (first && !row.cell(0).contains("@") && column(row, ADDRESS_COLUMNS) >= 0) {
          address = column(row, ADDRESS_COLUMNS);
          other = column(row, second);
        } else {
          take(row, address, other, sink);
        }
        first = false;
      }
    }
  }

  private void take(CsvLines.Row row, int address, int other, Row sink) {
    String text = row.cell(address);
    String normal = MailAddress.normalise(text);
    if (normal == null) {
      broken.accept(new BrokenLine(
          name, row.number(), row.unusable("'" + shorten(text) + "' is no e-mail address")));
      return;
    }
    sink.take(row.number(), normal, other >= 0 ? row.cell(other) : null);
  }

  private static int column(CsvLines.Row header, List<String> names) {
    for (String wanted : names) {
      for (int i = 0; i < header.cells().size(); i++) {
        if (header.cell(i).strip().toLowerCase(Locale.ROOT).equals(wanted)) {
          return i;
        }
      }
    }
    return -1;
  }

  static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
