package org.bouncescan.dsn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a report says once for all its recipients: the per-message fields of RFC 3464 section 2.2, the report's own
 * headers, and the message it returns.
 *
 * @param dialect the reader that understood the message: {@code rfc3464}, {@code arf}, {@code exim}, …
 * @param lowConfidence true where the text was read by guesswork rather than by a known form
 * @param reportingMta Reporting-MTA without its type; null when absent
 * @param arrivalDate Arrival-Date as written; null when absent
 * @param originalEnvelopeId Original-Envelope-Id (RFC 3461 ENVID), xtext decoded; null when absent
 * @param reportedTo the address of ours that received the report, which may carry a VERP token; null when unknown
 * @param reportDate the report's own Date as written; null when absent
 * @param reportSubject the report's own Subject, decoded; null when absent
 * @param returned the message that is returned; null where none is
 */
public record PerMessageFields(
    String dialect,
    boolean lowConfidence,
    @Nullable String reportingMta,
    @Nullable String arrivalDate,
    @Nullable String originalEnvelopeId,
    @Nullable String reportedTo,
    @Nullable String reportDate,
    @Nullable String reportSubject,
    @Nullable ReturnedMessage returned) {
  public PerMessageFields {
    Objects.requireNonNull(dialect, "dialect is null");
  }

  /** The same, as read by another reader. */
  PerMessageFields withDialect(String name, boolean isLowConfidence) {
    return new PerMessageFields(
        name,
        isLowConfidence,
        reportingMta,
        arrivalDate,
        originalEnvelopeId,
        reportedTo,
        reportDate,
        reportSubject,
        returned);
  }
}
