package org.bouncescan.dsn;

import java.util.List;

/** Reads a message into a {@link DeliveryReport}. Immutable and safe for use by several threads. */
public final class ReportReader {
  private final Limits limits;

  public ReportReader(Limits limits) {
    this.limits = limits;
  }

  /** What {@code message}, the bytes of one RFC 5322 message, reports. Never throws for content. */
  public DeliveryReport read(byte[] message) {
    PerMessageFields none =
        new PerMessageFields("none", false, null, null, null, null, null, null, null);
    if (message.length == 0) {
      return new DeliveryReport.Unparsable(none, "the message is empty");
    }
    return new DeliveryReport.NotAReport(
        none, "no reader for it yet (limit " + limits.parts() + " parts)" + List.of());
  }
}
