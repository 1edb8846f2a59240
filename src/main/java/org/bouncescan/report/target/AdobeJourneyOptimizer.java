package org.bouncescan.report.target;

/** Adobe Journey Optimizer suppression list: {@code TYPE,VALUE,COMMENT}, the comment in printable ASCII. */
final class AdobeJourneyOptimizer implements ImportFormat {
  @Override
  public String header() {
    return "TYPE,VALUE,COMMENT\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line("EMAIL", entry.address(), entry.text());
  }
}
