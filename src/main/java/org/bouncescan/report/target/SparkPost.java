package org.bouncescan.report.target;

import org.bouncescan.suppress.Cause;

/** SparkPost suppression upload: {@code recipient,type,description}, a row for each type of mail that stops. */
final class SparkPost implements ImportFormat {
  @Override
  public String header() {
    return "recipient,type,description\n";
  }

  @Override
  public String row(Entry entry) {
    String marketing = Csv.line(entry.address(), "non_transactional", entry.text());
    // Who unsubscribes from marketing still wants the receipt of an order.
    return entry.cause() == Cause.UNSUBSCRIBE
        ? marketing
        : Csv.line(entry.address(), "transactional", entry.text()) + marketing;
  }
}
