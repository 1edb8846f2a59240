package org.bouncescan.classify;

import java.util.Objects;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.jspecify.annotations.Nullable;

/**
 * What one message means for one recipient: a row of bounces.csv before any decision.
 *
 * @param event what is reported
 * @param recipient whom it is about; null where the message names nobody
 * @param status what the report says of this recipient; null where it is no status notification
 * @param verdict the judgement; null unless the event is {@code failed}, {@code delayed} or {@code challenge_response}
 * @param note what the message is, in plain words, where there is no verdict; null otherwise
 * @param message what the report says once for all its recipients
 */
public record Outcome(
    Event event,
    @Nullable String recipient,
    @Nullable RecipientStatus status,
    @Nullable Verdict verdict,
    @Nullable String note,
    PerMessageFields message) {
  public Outcome {
    Objects.requireNonNull(event, "event is null");
    Objects.requireNonNull(message, "message is null");
  }
}
