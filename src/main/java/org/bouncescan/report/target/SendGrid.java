package org.bouncescan.report.target;

/** SendGrid unsubscribe group upload: addresses in the first column, never in quotes. */
final class SendGrid implements ImportFormat {
  @Override
  public String header() {
    return "email\n";
  }

  @Override
  public String row(Entry entry) {
    return entry.address() + "\n";
  }
}
