package org.bouncescan.report.target;

/** Mailchimp audience import as unsubscribed: one column, {@code Email Address}. */
final class Mailchimp implements ImportFormat {
  @Override
  public String header() {
    return "Email Address\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address());
  }
}
