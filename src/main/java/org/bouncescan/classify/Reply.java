package org.bouncescan.classify;

import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/**
 * What a server said about one recipient, and where: all that a verdict depends on.
 *
 * @param text the reply as received, with or without its codes; empty when there is none
 * @param status the enhanced status code reported beside the text; null when none
 * @param replyCode the SMTP reply code reported beside the text; null when none
 * @param phase where in the SMTP dialogue it was said; null when unknown
 * @param remoteHost the host that said it; null when unknown
 * @param recipient the address it was said about; null when unknown
 */
public record Reply(
    String text,
    @Nullable EnhancedStatusCode status,
    @Nullable Integer replyCode,
    @Nullable SmtpPhase phase,
    @Nullable String remoteHost,
    @Nullable String recipient) {
  /** A bare reply text, as {@code explain} gets it: codes and phase are found in the text itself. */
  public static Reply ofText(String text) {
    return new Reply(text, null, null, null, null, null);
  }
}
