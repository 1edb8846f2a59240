package org.bouncescan.report.target;

/** Mandrill denylist import: a plain text file, one address a line. */
final class Mandrill implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return entry.address() + "\n";
  }
}
