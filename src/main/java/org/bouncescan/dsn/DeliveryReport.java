package org.bouncescan.dsn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one message in the return-path mailbox turned out to be. Input that nobody foresaw is a case, not an error. */
public sealed interface DeliveryReport {
  /** What the message says once for all its recipients. */
  PerMessageFields message();

  /**
   * A delivery status notification, standard (RFC 3464) or not: failures, delays and successes, one a recipient.
   *
   * @param recipients at least one; one with a null address where the report names nobody
   */
  record StatusNotification(PerMessageFields message, List<RecipientStatus> recipients)
      implements DeliveryReport {
    public StatusNotification {
      Objects.requireNonNull(message, "message is null");
      recipients = List.copyOf(recipients);
      if (recipients.isEmpty()) {
        throw new IllegalArgumentException(
            "a status notification has at least one recipient status");
      }
    }
  }

  /**
   * Somebody complained (RFC 5965 and its kin).
   *
   * @param recipients who complained; empty where the report redacts them
   */
  record Complaint(PerMessageFields message, FeedbackType type, List<String> recipients)
      implements DeliveryReport {
    public Complaint {
      Objects.requireNonNull(message, "message is null");
      Objects.requireNonNull(type, "type is null");
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * Somebody asks to be taken off the list by e-mail (RFC 2369 List-Unsubscribe).
   *
   * @param recipient who asks; null where it can't be told
   */
  record UnsubscribeRequest(
      PerMessageFields message, @Nullable String recipient) implements DeliveryReport {}

  /**
   * An automatic answer of a living mailbox: vacation, out of office (RFC 3834).
   *
   * @param mailbox the mailbox that answered; null where it can't be told
   * @param text the first words of the answer, on one line; null when empty
   * @param newAddress the address the answer says to use instead; null when none
   */
  record AutoReply(
      PerMessageFields message,
      @Nullable String mailbox,
      @Nullable String text,
      @Nullable String newAddress)
      implements DeliveryReport {}

  /**
   * A probe that asks the sender to prove to be a person before the mail is delivered.
   *
   * @param recipient whose mailbox is guarded; null where it can't be told
   * @param text the first words of the request, on one line; null when empty
   */
  record ChallengeResponse(
      PerMessageFields message,
      @Nullable String recipient,
      @Nullable String text) implements DeliveryReport {}

  /**
   * A message that reports nothing about a delivery.
   *
   * @param reason what it is instead, in plain words
   */
  record NotAReport(PerMessageFields message, String reason) implements DeliveryReport {
    public NotAReport {
      Objects.requireNonNull(reason, "reason is null");
    }
  }

  /**
   * A message that can't be read.
   *
   * @param reason why, in plain words, with the limit it exceeds where there is one
   */
  record Unparsable(PerMessageFields message, String reason) implements DeliveryReport {
    public Unparsable {
      Objects.requireNonNull(reason, "reason is null");
    }
  }
}
