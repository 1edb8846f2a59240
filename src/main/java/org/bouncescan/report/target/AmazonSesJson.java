package org.bouncescan.report.target;

/** Amazon SES account-level suppression list: one JSON object a line. */
final class AmazonSesJson implements ImportFormat {
  @Override
  public String row(Entry entry) {
    return "{\"emailAddress\":" + Json.string(entry.address()) + ",\"reason\":\""
        + AmazonSesCsv.reason(entry.cause()) + "\"}\n";
  }
}
