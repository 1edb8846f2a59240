package org.bouncescan.report.target;

/** SparkPost suppression upload: {@code recipient,type,description}, a row for each of the two types of mail. */
final class SparkPost implements ImportFormat {
  @Override
  public String header() {
    return "recipient,type,description\n";
  }

  @Override
  public String row(Entry entry) {
    String text = entry.text();
    return Csv.line(entry.address(), "transactional", text)
        + Csv.line(entry.address(), "non_transactional", text);
  }
}
