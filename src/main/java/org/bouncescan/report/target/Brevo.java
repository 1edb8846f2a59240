package org.bouncescan.report.target;

/** Brevo contact import onto the blocklist: one column, {@code EMAIL}. */
final class Brevo implements ImportFormat {
  @Override
  public String header() {
    return "EMAIL\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
