package org.bouncescan.report.target;

/** ActiveCampaign import as excluded: one column, {@code Email}. */
final class ActiveCampaign implements ImportFormat {
  @Override
  public String header() {
    return "Email\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
