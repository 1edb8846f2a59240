package org.bouncescan.report.target;

/** Postmark suppressions API: request bodies of at most fifty addresses. */
final class Postmark implements ImportFormat {
  @Override
  public String open() {
    return "{\"Suppressions\":[";
  }

  @Override
  public String row(Entry entry) {
    return "{\"EmailAddress\":" + Json.string(entry.address()) + "}";
  }

  @Override
  public String between() {
    return ",";
  }

  @Override
  public String close() {
    return "]}\n";
  }
}
