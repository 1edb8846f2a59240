package org.bouncescan.report.target;

/** phpList suppression page: one address a line, to paste. */
final class PhpList implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return entry.address() + "\n";
  }
}
