package org.bouncescan.report.target;

/** Braze blocklist endpoint: request bodies of at most fifty addresses. */
final class Braze implements ImportFormat {
  @Override
  public String open() {
    return "{\"email\":[";
  }

  @Override
  public String row(Entry entry) {
    return Json.string(entry.address());
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
