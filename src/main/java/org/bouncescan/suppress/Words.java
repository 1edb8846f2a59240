package org.bouncescan.suppress;

import java.util.Objects;
import org.bouncescan.classify.BounceClass;

/** The reasons of decisions, in words for a marketer. */
final class Words {
  private Words() {}

  static String said(Incident it) {
    return name(it) + ", stated clearly by the receiving server";
  }

  static String reached(Incident it, int messages, long days, Threshold limit) {
    return name(it) + ": " + messages(messages) + " over " + days(days) + ", the limit is " + limit;
  }

  static String counted(Incident it, int messages, long days, Threshold limit) {
    return name(it) + doubt(it) + ": " + messages + " of " + messages(limit.messages()) + ", over "
        + days + " of " + days(limit.days());
  }

  static String held(Incident it) {
    return name(it) + ": the mailbox lives, but must allow us first; ask its owner";
  }

  static String guarded(Incident it) {
    return name(it) + ", but " + it.provider()
        + " or this rule called far more addresses dead that day than usual; not believed until another day confirms it";
  }

  static String reviewOver(Incident it) {
    return name(it) + " on a day that is not believed, and not confirmed since: mailed again";
  }

  static String badDay(Incident it) {
    return name(it)
        + ", but so did mail to far more addresses than usual that day: that day counts for none of them";
  }

  static String unverified(Incident it) {
    return name(it) + ", but the report can't be tied to a message of ours and may be forged";
  }

  static String unverifiedComplaint() {
    return "a complaint that can't be tied to a message of ours and may be forged";
  }

  static String notAboutAddress(Incident it) {
    return name(it) + ": nothing is wrong with the address";
  }

  static String noFailure(Incident it) {
    return switch (it.event()) {
      case DELAYED -> "only delayed: the sending server still tries";
      case DELIVERED -> "delivered";
      case AUTO_REPLY -> "an automatic answer: the mailbox lives";
      case COMPLAINT -> "a complaint that can't be tied to a message of ours";
      case FAILED, CHALLENGE_RESPONSE ->
        "this message was counted already, or mail was delivered since";
      case UNSUBSCRIBE_REQUEST, NOT_A_REPORT, UNPARSABLE ->
        "nothing is reported about this address";
    };
  }

  private static String doubt(Incident it) {
    boolean hard = Objects.requireNonNull(it.category()).bounceClass() == BounceClass.HARD;
    return hard && !it.statedClearly()
        ? " (not said clearly, or of an address that ours was forwarded to)"
        : "";
  }

  private static String name(Incident it) {
    return Objects.requireNonNull(it.category()).label().replace('_', ' ');
  }

  private static String messages(int n) {
    return n == 1 ? "1 message" : n + " messages";
  }

  private static String days(long n) {
    return n == 1 ? "1 day" : n + " days";
  }
}
