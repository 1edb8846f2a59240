package org.bouncescan.dsn;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the message of ours that a report returns (RFC 6522 section 3, third part), whole or headers only.
 *
 * @param messageId Message-ID without angle brackets; null when absent
 * @param subject Subject, decoded (RFC 2047); null when absent
 * @param from the address in From; null when absent
 * @param to the addresses in To, at most a few; empty when absent
 * @param returnPath Return-Path without angle brackets; null when absent
 * @param listId List-ID (RFC 2919); null when absent
 * @param feedbackId Feedback-ID; null when absent
 * @param dkimDomains the d= tags of its DKIM signatures (RFC 6376), lower case
 * @param receivedFromIps the IP addresses in its Received lines, nearest to the recipient first
 * @param headers every further header that may name a campaign, by lower-case name; bounded
 */
public record ReturnedMessage(
    @Nullable String messageId,
    @Nullable String subject,
    @Nullable String from,
    List<String> to,
    @Nullable String returnPath,
    @Nullable String listId,
    @Nullable String feedbackId,
    List<String> dkimDomains,
    List<String> receivedFromIps,
    Map<String, String> headers) {
  public ReturnedMessage {
    to = List.copyOf(to);
    dkimDomains = List.copyOf(dkimDomains);
    receivedFromIps = List.copyOf(receivedFromIps);
    headers = Map.copyOf(headers);
  }
}
