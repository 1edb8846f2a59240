package org.bouncescan.report.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One import file, or as many numbered parts as the importer's limits need: {@code amazon-ses.csv}, {@code
 * amazon-ses-2.csv}, … A row that would exceed a limit begins the next part; no row is ever cut.
 */
final class Parts implements AutoCloseable {
  private final Format format;
  private final ImportFormat rows;
  private final String file;
  private final Function<String, Writer> create;
  private final List<String> names = new ArrayList<>();

  private @Nullable Writer writer;
  private long bytes;
  private int rowsInPart;
  private int inBody;

  Parts(Format format, ImportFormat rows, String file, Function<String, Writer> create) {
    this.format = format;
    this.rows = rows;
    this.file = file;
    this.create = create;
    next();
  }

  List<String> names() {
    return List.copyOf(names);
  }

  void add(Entry entry) {
    String row = rows.row(entry);
    int count = lines(row);
    if (exceeds(row, count)) {
      next();
    }
    if (inBody > 0 && format.batch() != null && inBody >= format.batch()) {
      endBody();
    }
    write(inBody == 0 ? rows.open() : rows.between());
    write(row);
    inBody++;
    rowsInPart += count;
  }

  private boolean exceeds(String row, int count) {
    Integer maxRows = format.maxRows();
    Long maxBytes = format.maxBytes();
    long more = (long) row.length() + rows.open().length() + rows.close().length() + 1;
    return rowsInPart > 0
        && ((maxRows != null && rowsInPart + count > maxRows)
            || (maxBytes != null && bytes + more > maxBytes));
  }

  /** One address is several rows where an importer wants one for each kind of mail. */
  private static int lines(String row) {
    return Math.max(1, (int) row.chars().filter(it -> it == '\n').count());
  }

  private void next() {
    close();
    String name = file + (names.isEmpty() ? "" : "-" + (names.size() + 1)) + format.extension();
    names.add(name);
    writer = create.apply(name);
    bytes = 0;
    rowsInPart = 0;
    inBody = 0;
    write(rows.header());
  }

  private void endBody() {
    if (inBody > 0) {
      write(rows.close());
      inBody = 0;
    }
  }

  /** All formats are ASCII, so that a character is a byte. */
  private void write(String text) {
    try {
      if (writer != null) {
        writer.write(text);
        bytes += text.length();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (writer == null) {
      return;
    }
    endBody();
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer = null;
  }
}
