package org.bouncescan.classify;

import java.util.Comparator;
import java.util.List;

/** Which of two rules for the same reply is asked first; of equals the one that is for less. */
final class RuleOrder {
  /** From what only one cause explains to what a server says when it does not want to say more. */
  private static final List<Category> MOST_TELLING_FIRST = List.of(
      Category.SUPPRESSED_BY_SENDER,
      Category.CHALLENGE_RESPONSE,
      Category.RECIPIENT_RESTRICTED,
      Category.BLOCKED_BY_RECIPIENT,
      Category.RECIPIENT_RATE_LIMITED,
      Category.RATE_LIMITED,
      Category.GREYLISTED,
      Category.MAILBOX_FULL,
      Category.RECIPIENT_MOVED,
      Category.INACTIVE_MAILBOX,
      Category.VIRUS_DETECTED,
      Category.AUTH_FAILED,
      Category.REVERSE_DNS,
      Category.TLS_FAILURE,
      Category.BLOCKLISTED,
      Category.INVALID_SENDER,
      Category.BAD_REPUTATION,
      Category.PROHIBITED_CONTENT,
      Category.MESSAGE_TOO_LARGE,
      Category.SPAM_CONTENT,
      Category.MESSAGE_MALFORMED,
      Category.BAD_DOMAIN,
      Category.INVALID_RECIPIENT,
      Category.RELAY_DENIED,
      Category.ROUTING_ERROR,
      Category.DNS_FAILURE,
      Category.CONNECTION_FAILED,
      Category.POLICY_REJECTED,
      Category.REMOTE_SYSTEM_ERROR,
      Category.PROTOCOL_ERROR,
      Category.MESSAGE_EXPIRED,
      Category.UNDETERMINED);

  static final Comparator<Rule> INSTANCE = Comparator.comparing((Rule rule) -> !rule.own())
      .thenComparing(Rule::isCodeRule)
      .thenComparing(rule -> rule.confidence() == Confidence.LOW)
      .thenComparing(rule -> !rule.when().namesSomebody())
      .thenComparing(rule -> rule.confidence() != Confidence.HIGH)
      .thenComparingInt(rule -> MOST_TELLING_FIRST.indexOf(rule.category()))
      .thenComparing(rule -> rule.subtype() == null)
      .thenComparingInt(rule -> rule.match().size())
      .thenComparing(Rule::id);

  private RuleOrder() {}
}
