package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mailbox that takes mail from some senders only is alive, in whatever words it says so. */
class OnlySomeMayWriteTest {
  private static final List<String> WHO = List.of(
      "the recipient",
      "this mailbox",
      "this address",
      "the user",
      "the group",
      "this list",
      "our organization",
      "<a@example.com>",
      "this domain",
      "the intended recipient",
      "this account",
      "the company");

  private static final List<String> ONLY = List.of(
      "only accepts",
      "accepts only",
      "will only accept",
      "is restricted to",
      "is limited to",
      "only receives",
      "does not accept mail except",
      "is configured to accept only",
      "may only receive",
      "rejects all but",
      "is set to receive only");

  private static final List<String> FROM = List.of(
      "mail from approved senders",
      "messages from known senders",
      "mail from its members",
      "email from internal senders",
      "messages from authorized senders",
      "mail from senders on its allow list",
      "messages from people inside the organization",
      "email from contacts",
      "mail from registered senders",
      "mail from whitelisted addresses",
      "messages from trusted domains",
      "mail from pre-approved senders");

  private static final List<String> SAID = List.of(
      "you are not on the list of approved senders for %s",
      "your address has not been approved by %s",
      "%s requires prior approval of senders",
      "%s has not authorized you to send",
      "you are not a permitted sender for %s",
      "sender not in the allowed senders list of %s",
      "you must be added to the safe senders of %s first",
      "external senders may not write to %s",
      "messages to %s are restricted to internal users",
      "%s does not accept mail from outside the organization",
      "delivery to %s is limited to members",
      "%s accepts mail from authenticated internal users only",
      "unknown senders are not accepted by %s",
      "%s does not want mail from strangers",
      "only employees may send to %s",
      "%s has chosen to receive mail from contacts only",
      "ask %s to add you to the allow list",
      "message not delivered to %s without prior approval",
      "%s must approve you before you can send",
      "posting to %s is restricted",
      "%s has restricted who can send to it");

  private final Classifier classifier = new Classifier(RuleBook.builtIn(), SenderIdentity.UNKNOWN);

  private List<String> notRestricted(List<String> replies) {
    return replies.stream()
        .filter(
            it -> classifier.judge(Reply.ofText(it)).category() != Category.RECIPIENT_RESTRICTED)
        .toList();
  }

  @Test
  void in_sentences_about_whose_mail_is_taken() {
    List<String> replies = new ArrayList<>();
    for (String who : WHO) {
      for (String only : ONLY) {
        FROM.forEach(from -> replies.add("550 5.7.1 " + who + " " + only + " " + from));
      }
    }
    assertThat(notRestricted(replies)).isEmpty();
  }

  @Test
  void in_sentences_about_the_sender_and_the_act() {
    List<String> replies = new ArrayList<>();
    for (String said : SAID) {
      WHO.forEach(who -> replies.add("550 5.7.1 " + said.formatted(who)));
    }
    assertThat(notRestricted(replies)).isEmpty();
  }
}
