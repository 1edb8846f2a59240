package org.bouncescan.job;

import org.bouncescan.classify.Event;

/** Why a row is decided as it is where no history is asked, in plain words. */
final class Reasons {
  private Reasons() {}

  static String withoutHistory(Event event) {
    return switch (event) {
      case FAILED, COMPLAINT, UNSUBSCRIBE_REQUEST, CHALLENGE_RESPONSE ->
        "the message names no recipient";
      case DELAYED -> "still being tried: no failure yet";
      case DELIVERED -> "was delivered";
      case AUTO_REPLY -> "an automatic answer of a living mailbox";
      case NOT_A_REPORT -> "reports nothing about a delivery";
      case UNPARSABLE -> "can't be read: look at the message";
    };
  }
}
