package org.bouncescan.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;
import org.bouncescan.suppress.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What {@code parse} says about one recipient of one message.
 *
 * @param source where the message was read, as {@link org.bouncescan.mailbox.MessageSource#source()} says
 * @param measure what this message justifies by itself; null where nothing is reported about an address
 */
record ParsedRow(String source, Outcome outcome, @Nullable Measure measure) {
  /**
   * A field of the JSON lines and of the CSV.
   *
   * @param value a String, Integer or Boolean; null where absent
   */
  record Field(String name, Function<ParsedRow, @Nullable Object> value) {}

  /** All fields, in the order of the contract. */
  static final List<Field> FIELDS = List.of(
      new Field("source", ParsedRow::source),
      new Field("event", row -> row.outcome.event().label()),
      new Field("recipient", row -> row.outcome.recipient()),
      status("original_recipient", RecipientStatus::originalRecipient),
      status("final_recipient", RecipientStatus::finalRecipient),
      verdict("category", it -> it.category().label()),
      verdict("subtype", Verdict::subtype),
      verdict("class", it -> it.bounceClass().label()),
      verdict("resolver", it -> resolvers(it.resolvers())),
      new Field("decision", row -> row.measure == null ? null : row.measure.label()),
      verdict("claimed_permanent", Verdict::claimedPermanent),
      verdict("status", it -> text(it.status())),
      verdict("reply_code", Verdict::replyCode),
      new Field("diagnostic", ParsedRow::diagnostic),
      status("phase", it -> it.phase() == null ? null : it.phase().name().toLowerCase(Locale.ROOT)),
      verdict("rule", Verdict::rule),
      verdict("confidence", it -> it.confidence().label()),
      verdict("conflict", Verdict::conflict),
      new Field("dialect", row -> row.outcome.message().dialect()),
      new Field("reporting_mta", row -> row.outcome.message().reportingMta()),
      status("remote_mta", RecipientStatus::remoteMta),
      new Field("arrival_date", row -> row.outcome.message().arrivalDate()),
      returned("original_message_id", ReturnedMessage::messageId),
      returned("original_subject", ReturnedMessage::subject));

  /** The resolvers as files name them: {@code recipient;recipient_postmaster}. */
  static String resolvers(List<Resolver> resolvers) {
    return resolvers.stream().map(Resolver::label).collect(Collectors.joining(";"));
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** The reply; where there is none, what the message is in plain words. */
  @Nullable
  String diagnostic() {
    RecipientStatus status = outcome.status();
    return status != null && status.diagnostic() != null ? status.diagnostic() : outcome.note();
  }

  private static Field status(String name, Function<RecipientStatus, @Nullable Object> value) {
    return new Field(
        name, row -> row.outcome.status() == null ? null : value.apply(row.outcome.status()));
  }

  private static Field verdict(String name, Function<Verdict, @Nullable Object> value) {
    return new Field(
        name, row -> row.outcome.verdict() == null ? null : value.apply(row.outcome.verdict()));
  }

  private static Field returned(String name, Function<ReturnedMessage, @Nullable Object> value) {
    return new Field(name, row -> {
      ReturnedMessage returned = row.outcome.message().returned();
      return returned == null ? null : value.apply(returned);
    });
  }
}
