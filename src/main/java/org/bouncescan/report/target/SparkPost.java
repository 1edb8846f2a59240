package org.bouncescan.report.target;

import org.bouncescan.suppress.Cause;

/**
 * SparkPost suppression upload: {@code recipient,type,description}, a row for each type of mail that stops, the
 * description in quotes.
 */
final class SparkPost implements ImportFormat {
  @Override
  public String header() {
    return "recipient,type,description\n";
  }

  @Override
  public String row(Entry entry) {
    String marketing = line(entry, "non_transactional");
    // Who unsubscribes from marketing still wants the receipt of an order.
    return entry.cause() == Cause.UNSUBSCRIBE
        ? marketing
        : line(entry, "transactional") + marketing;
  }

  private static String line(Entry entry, String type) {
    return entry.address() + "," + type + "," + Csv.quoted(entry.text()) + "\n";
  }
}
