package org.bouncescan.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Resolver;
import org.bouncescan.suppress.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What one message said about one recipient, and what follows: a row of bounces.csv. The summaries are counted from
 * these rows.
 *
 * @param recipient the address that was mailed; null where the message names nobody
 * @param category null where the event has none
 * @param decision what is done with the address
 * @param decisionReason why, in plain words
 * @param nextStep who must do what; empty where nobody must
 * @param count how many messages count towards the decision
 * @param status the enhanced status code that counts; null when none
 * @param diagnostic the reply as received, or a note; null when none
 * @param verified {@code yes}, {@code no} or {@code unchecked}
 * @param campaign what the configured campaign headers say; null when none
 * @param mailbox which mailbox of the job the message lay in
 * @param provider who runs the recipient's mail system; null when unknown. Not a column
 * @param maskedText the reply with its variable parts masked, which summaries group by; null when none. Not a column
 */
public record BounceRow(
    Instant receivedAt,
    @Nullable String recipient,
    Event event,
    @Nullable Category category,
    @Nullable String subtype,
    @Nullable BounceClass bounceClass,
    List<Resolver> resolvers,
    Measure decision,
    String decisionReason,
    String nextStep,
    int count,
    @Nullable String status,
    @Nullable Integer replyCode,
    @Nullable String diagnostic,
    @Nullable String rule,
    @Nullable Confidence confidence,
    @Nullable Boolean conflict,
    String verified,
    @Nullable String originalRecipient,
    @Nullable String finalRecipient,
    @Nullable String reportingMta,
    @Nullable String remoteMta,
    @Nullable String originalMessageId,
    @Nullable String originalSubject,
    @Nullable String campaign,
    String mailbox,
    long uid,
    @Nullable String provider,
    @Nullable String maskedText) {
  /** The header of bounces.csv. */
  public static final List<String> COLUMNS = List.of(
      "received_at",
      "recipient",
      "domain",
      "event",
      "category",
      "subtype",
      "class",
      "resolver",
      "decision",
      "decision_reason",
      "next_step",
      "count",
      "status",
      "reply_code",
      "diagnostic",
      "rule",
      "confidence",
      "conflict",
      "verified",
      "original_recipient",
      "final_recipient",
      "reporting_mta",
      "remote_mta",
      "original_message_id",
      "original_subject",
      "campaign",
      "mailbox",
      "uid");

  public BounceRow {
    Objects.requireNonNull(receivedAt, "receivedAt is null");
    Objects.requireNonNull(event, "event is null");
    Objects.requireNonNull(decision, "decision is null");
    Objects.requireNonNull(decisionReason, "decisionReason is null");
    Objects.requireNonNull(nextStep, "nextStep is null");
    Objects.requireNonNull(verified, "verified is null");
    Objects.requireNonNull(mailbox, "mailbox is null");
    resolvers = List.copyOf(resolvers);
  }

  /** The recipient's domain in lower case; empty when unknown. */
  public String domain() {
    return domain(recipient);
  }

  static String domain(@Nullable String address) {
    int at = address == null ? -1 : address.lastIndexOf('@');
    return address == null || at < 0
        ? ""
        : address.substring(at + 1).toLowerCase(java.util.Locale.ROOT);
  }

  void write(CsvFile file) {
    file.row(
        receivedAt,
        recipient,
        domain(),
        event.label(),
        category == null ? null : category.label(),
        subtype,
        bounceClass == null ? null : bounceClass.label(),
        String.join(";", resolvers.stream().map(Resolver::label).toList()),
        decision.label(),
        decisionReason,
        nextStep,
        count,
        status,
        replyCode,
        diagnostic,
        rule,
        confidence == null ? null : confidence.label(),
        conflict,
        verified,
        originalRecipient,
        finalRecipient,
        reportingMta,
        remoteMta,
        originalMessageId,
        originalSubject,
        campaign,
        mailbox,
        uid);
  }
}
