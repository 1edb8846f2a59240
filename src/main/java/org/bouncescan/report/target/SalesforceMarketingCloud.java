package org.bouncescan.report.target;

import java.time.ZoneOffset;

/** Salesforce Marketing Cloud auto-suppression list: {@code Email Address,Date Added}. */
final class SalesforceMarketingCloud implements ImportFormat {
  @Override
  public String header() {
    return "Email Address,Date Added\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), entry.since().atZone(ZoneOffset.UTC).toLocalDate());
  }
}
