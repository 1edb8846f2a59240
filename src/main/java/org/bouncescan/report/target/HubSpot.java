package org.bouncescan.report.target;

/** HubSpot opt-out list: one column, {@code Email}. */
final class HubSpot implements ImportFormat {
  @Override
  public String header() {
    return "Email\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
