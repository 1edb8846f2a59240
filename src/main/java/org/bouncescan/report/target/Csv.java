package org.bouncescan.report.target;

/** CSV for importers: quotes only where RFC 4180 needs them, because some importers take quotes for part of an address. */
final class Csv {
  private Csv() {}

  /** A line with its end. Line breaks within cells become spaces: not every importer reads them. */
  static String line(Object... cells) {
    StringBuilder line = new StringBuilder(80);
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      append(line, cells[i].toString());
    }
    return line.append('\n').toString();
  }

  private static void append(StringBuilder line, String cell) {
    String text =
        cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0 ? cell : cell.replaceAll("[\\r\\n]+", " ");
    if (text.indexOf(',') < 0 && text.indexOf('"') < 0) {
      line.append(text);
    } else {
      line.append(quoted(text));
    }
  }

  /** A cell in quotes, whether it needs them or not. */
  static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
