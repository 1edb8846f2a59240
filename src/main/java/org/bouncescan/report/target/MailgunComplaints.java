package org.bouncescan.report.target;

/** Mailgun complaints import: {@code address,created_at}. */
final class MailgunComplaints implements ImportFormat {
  @Override
  public String header() {
    return "address,created_at\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), MailDate.rfc2822(entry.since()));
  }
}
