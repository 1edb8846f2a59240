package org.bouncescan.report.target;

/** Klaviyo suppressed profiles upload: the column {@code Email} and no other. */
final class Klaviyo implements ImportFormat {
  @Override
  public String header() {
    return "Email\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
