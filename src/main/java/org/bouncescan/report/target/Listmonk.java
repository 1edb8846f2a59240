package org.bouncescan.report.target;

import java.util.Locale;

/** listmonk subscriber import in blocklist mode: {@code email,name,attributes}, the attributes in JSON. */
final class Listmonk implements ImportFormat {
  @Override
  public String header() {
    return "email,name,attributes\n";
  }

  @Override
  public String row(Entry entry) {
    String status = entry.status();
    String bounce = "{\"bounce\":{\"cause\":\"" + entry.cause().label() + "\""
        + (status == null ? "" : ",\"status\":" + Json.string(status))
        + ",\"text\":" + Json.string(entry.text()) + "}}";
    return Csv.line(entry.address().toLowerCase(Locale.ROOT), "", bounce);
  }
}
