package org.bouncescan.report.target;

/** Mautic contact import: {@code email,doNotEmail}, always an explicit 1, because an empty cell takes the mark off again. */
final class Mautic implements ImportFormat {
  @Override
  public String header() {
    return "email,doNotEmail\n";
  }

  @Override
  public String row(Entry entry) {
    return Csv.line(entry.address(), 1);
  }
}
