package org.bouncescan.report.target;

/** How one importer wants its rows. What it needs besides, limits and reasons, stands in formats.yml. */
interface ImportFormat {
  /** What every file begins with: a header line with its end, or nothing. */
  default String header() {
    return "";
  }

  /** What a request body begins with, where rows are sent in bodies of limited size. */
  default String open() {
    return "";
  }

  /** The row or rows of one address. */
  String row(Entry entry);

  /** What stands between two rows of a body. */
  default String between() {
    return "";
  }

  /** What a request body ends with. */
  default String close() {
    return "";
  }
}
