package org.bouncescan.suppress;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A file of addresses as mailing systems export it: one address a line, or CSV with a header. Read as a stream. */
final class AddressFile {
  private static final CSVFormat CSV = CSVFormat.RFC4180
      .builder()
      .setIgnoreEmptyLines(true)
      .setIgnoreSurroundingSpaces(true)
      .setLenientEof(true)
      .setTrailingData(true)
      .get();

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
  void read(Path file, List<String> second, Row row) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipByteOrderMark(reader);
      try (CSVParser records = CSV.parse(reader)) {
        int address = 0;
        int other = 1;
        boolean first = true;
        for (CSVRecord record : records) {
          long line = Math.max(1, records.getCurrentLineNumber());
          if (record.get(0).startsWith("#")) {
            continue;
          }
          if (first && !record.get(0).contains("@") && column(record, ADDRESS_COLUMNS) >= 0) {
            address = column(record, ADDRESS_COLUMNS);
            other = column(record, second);
          } else {
            take(record, line, address, other, row);
          }
          first = false;
        }
      }
    } catch (java.io.UncheckedIOException e) {
      broken.accept(new BrokenLine(
          name,
          0,
          "not readable as UTF-8 CSV from here on: "
              + java.util.Objects.requireNonNullElse(e.getCause(), e).getMessage()));
    } catch (java.nio.charset.CharacterCodingException e) {
      broken.accept(new BrokenLine(name, 0, "not UTF-8; save the file as UTF-8"));
    }
  }

  private void take(CSVRecord record, long line, int address, int other, Row row) {
    String text = address < record.size() ? record.get(address) : "";
    String normal = MailAddress.normalise(text);
    if (normal == null) {
      broken.accept(new BrokenLine(name, line, "'" + shorten(text) + "' is no e-mail address"));
      return;
    }
    row.take(line, normal, other >= 0 && other < record.size() ? record.get(other) : null);
  }

  private static int column(CSVRecord header, List<String> names) {
    for (String wanted : names) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).strip().toLowerCase(Locale.ROOT).equals(wanted)) {
          return i;
        }
      }
    }
    return -1;
  }

  static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }

  static Map<String, Integer> positions(CSVRecord header) {
    Map<String, Integer> positions = new java.util.HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      positions.putIfAbsent(header.get(i).strip().toLowerCase(Locale.ROOT), i);
    }
    return positions;
  }
}
