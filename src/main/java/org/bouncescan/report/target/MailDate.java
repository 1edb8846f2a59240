package org.bouncescan.report.target;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as mail headers write them (RFC 2822 section 3.3). */
final class MailDate {
  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH);

  private MailDate() {}

  static String rfc2822(Instant at) {
    return RFC_2822.format(at.atOffset(ZoneOffset.UTC));
  }
}
