package org.bouncescan.report.target;

/** One address a line, and nothing else. */
final class Plain implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return entry.address() + "\n";
  }
}
