package org.bouncescan.report.target;

/** Mailjet campaign exclusion list: addresses only. */
final class Mailjet implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
