package org.bouncescan.report.target;

import org.bouncescan.suppress.Cause;

/** Amazon SES account-level suppression list: {@code address,REASON} without a header. */
final class AmazonSesCsv implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), reason(entry.cause()));
  }

  /** The list knows two reasons. */
  static String reason(Cause cause) {
    return cause == Cause.COMPLAINT ? "COMPLAINT" : "BOUNCE";
  }
}
