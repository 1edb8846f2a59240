package org.bouncescan.dsn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a report says about one recipient: the per-recipient fields of RFC 3464 section 2.3, or the same facts from
 * another source.
 *
 * @param action what was done; from the Action field, else from the report's own words
 * @param recipient the address that was mailed, as far as the report lets one know it; null where no address is named
 * @param originalRecipient Original-Recipient, decoded; null when absent
 * @param finalRecipient Final-Recipient, decoded; null when absent
 * @param status the most telling enhanced status code; null when none was given
 * @param replyCode the SMTP reply code, 200 to 599; null when none was given
 * @param diagnostic the richest reply text known for this recipient, unfolded, on one line; null when none was given
 * @param statedStatus the Status field as the report states it, before a better one was found; null when absent
 * @param phase where in the SMTP dialogue the reply was given; null when unknown
 * @param remoteMta the host that gave the reply (Remote-MTA); null when unknown
 * @param lastAttempt Last-Attempt-Date as written; null when absent
 * @param willRetryUntil Will-Retry-Until as written; null when absent
 */
public record RecipientStatus(
    Action action,
    @Nullable String recipient,
    @Nullable String originalRecipient,
    @Nullable String finalRecipient,
    @Nullable EnhancedStatusCode status,
    @Nullable Integer replyCode,
    @Nullable String diagnostic,
    @Nullable EnhancedStatusCode statedStatus,
    @Nullable SmtpPhase phase,
    @Nullable String remoteMta,
    @Nullable String lastAttempt,
    @Nullable String willRetryUntil) {
  public RecipientStatus {
    Objects.requireNonNull(action, "action is null");
  }

  /** The same with this reply text. */
  RecipientStatus withDiagnostic(String text) {
    return new RecipientStatus(
        action,
        recipient,
        originalRecipient,
        finalRecipient,
        status,
        replyCode,
        text,
        statedStatus,
        phase,
        remoteMta,
        lastAttempt,
        willRetryUntil);
  }

  /** The same, said in this phase of the SMTP dialogue. */
  RecipientStatus withPhase(SmtpPhase at) {
    return new RecipientStatus(
        action,
        recipient,
        originalRecipient,
        finalRecipient,
        status,
        replyCode,
        diagnostic,
        statedStatus,
        at,
        remoteMta,
        lastAttempt,
        willRetryUntil);
  }

  /** The same about mail to another address than the one it failed at. */
  RecipientStatus mailedTo(String mailed, @Nullable String failedAt) {
    return new RecipientStatus(
        action,
        mailed,
        originalRecipient,
        failedAt,
        status,
        replyCode,
        diagnostic,
        statedStatus,
        phase,
        remoteMta,
        lastAttempt,
        willRetryUntil);
  }
}
