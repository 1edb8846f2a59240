package org.bouncescan.report.target;

/** Mailgun bounces import: {@code address,code,error,created_at}, the date of RFC 2822 in quotes. */
final class MailgunBounces implements ImportFormat {
  @Override
  public String header() {
    return "address,code,error,created_at\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), entry.code(), entry.text(), MailDate.rfc2822(entry.since()));
  }
}
