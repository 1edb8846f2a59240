package org.bouncescan.report.target;

/** Mailgun unsubscribes import: {@code address,tags,created_at}, the tag {@code *} for the whole domain. */
final class MailgunUnsubscribes implements ImportFormat {
  @Override
  public String header() {
    return "address,tags,created_at\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), "*", MailDate.rfc2822(entry.since()));
  }
}
