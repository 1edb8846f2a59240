package org.bouncescan.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The raw side of an outcome, for reports only; forgotten after the retention time. Every field is null where the
 * message does not say.
 *
 * @param recipient whom it is about, as the message spells the address
 * @param bounceClass label of the class
 * @param resolvers labels of who can fix it, separated by blanks
 * @param masked the reply with addresses, IPs and ids masked: what summaries group by
 * @param returnPath envelope sender of our message
 * @param dkimDomains separated by blanks
 * @param sendingIp the IP address our message was sent from
 * @param note what the message is, where there is no verdict
 */
public record Evidence(
    @Nullable String recipient,
    @Nullable String bounceClass,
    @Nullable String resolvers,
    @Nullable String status,
    @Nullable Integer replyCode,
    @Nullable String diagnostic,
    @Nullable String masked,
    @Nullable String confidence,
    @Nullable Boolean conflict,
    @Nullable Boolean claimedPermanent,
    @Nullable String phase,
    @Nullable String remoteMta,
    @Nullable String reportingMta,
    @Nullable String arrivalDate,
    @Nullable String originalRecipient,
    @Nullable String finalRecipient,
    @Nullable String originalMessageId,
    @Nullable String originalSubject,
    @Nullable String headerFrom,
    @Nullable String returnPath,
    @Nullable String dkimDomains,
    @Nullable String sendingIp,
    @Nullable String campaign,
    @Nullable String dialect,
    @Nullable String note) {
  /** Nothing is known, or nothing any more. */
  public static final Evidence NONE = new Evidence(
      null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
      null, null, null, null, null, null, null, null, null, null);
}
