package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.DeliveryReport;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.FeedbackType;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
  private static final Classifier CLASSIFIER =
      new Classifier(RuleBook.builtIn(), SenderIdentity.UNKNOWN);

  private static Verdict judge(String text) {
    return CLASSIFIER.judge(Reply.ofText(text));
  }

  @Test
  void a_recipient_who_wants_prior_approval_is_restricted_whatever_the_code_says() {
    Verdict verdict = judge("550 5.5.5 Message not delivered to user without prior approval");

    assertThat(verdict.category()).isEqualTo(Category.RECIPIENT_RESTRICTED);
    assertThat(verdict.subtype()).isEqualTo("allow_list");
    assertThat(verdict.bounceClass()).isEqualTo(BounceClass.RESTRICTED);
    assertThat(verdict.resolvers())
        .containsExactly(Resolver.RECIPIENT, Resolver.RECIPIENT_POSTMASTER);
    assertThat(verdict.claimedPermanent()).isTrue();
    assertThat(verdict.conflict()).isTrue();
    assertThat(verdict.codeMeaning()).isEqualTo(Category.PROTOCOL_ERROR);
    assertThat(verdict.rule()).isEqualTo("restricted.prior-approval");
    assertThat(Guidance.of(verdict).nextStep()).contains("another channel").contains("unchanged");
  }

  @Test
  void only_the_words_of_the_last_server_count() {
    assertThat(judge("host mx.mailspamprotection.com[192.0.2.1] said: 550 5.1.1 User unknown"
                + " (in reply to RCPT TO command)")
            .category())
        .isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(judge("SMTP error from remote mail server after RCPT TO:<a@example.com>: host"
                + " mx.antispam.example.com [192.0.2.1]: 550 5.1.1 no such user")
            .category())
        .isEqualTo(Category.INVALID_RECIPIENT);
  }

  @Test
  void words_in_the_recipients_own_address_are_no_reason() {
    assertThat(judge("550 5.1.1 <spam-blacklist@example.com>: User unknown").category())
        .isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(judge("550 <mailbox-full@example.com>: User unknown").category())
        .isEqualTo(Category.INVALID_RECIPIENT);
  }

  @Test
  void a_reply_that_came_with_an_expired_message_is_judged_by_its_own_words() {
    Verdict verdict =
        judge("5.4.7 - Delivery expired (message too old) 452-'4.2.2 The email account"
            + " that you tried to reach is over quota.' (delivery attempts: 12)");

    assertThat(verdict.category()).isEqualTo(Category.MAILBOX_FULL);
    assertThat(verdict.claimedPermanent()).isFalse();
  }

  @Test
  void a_code_alone_never_states_clearly_that_an_address_is_dead() {
    for (String text : List.of("550 5.1.1", "550 5.2.1", "smtp; 550 5.1.6", "556")) {
      assertThat(judge(text).statedClearly()).as(text).isFalse();
    }
    assertThat(judge("550 5.2.1").category()).isEqualTo(Category.INACTIVE_MAILBOX);
  }

  @Test
  void a_report_without_a_reply_states_clearly_by_its_status_that_there_is_no_such_mailbox() {
    assertThat(status(5, 1, 1).statedClearly()).isTrue();
    assertThat(status(5, 1, 1).category()).isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(status(4, 1, 1).statedClearly()).isFalse();
    assertThat(status(5, 2, 1).statedClearly()).isFalse();
    assertThat(status(5, 1, 0).statedClearly()).isFalse();
  }

  private static Verdict status(int statusClass, int subject, int detail) {
    return CLASSIFIER.judge(new Reply(
        "", new EnhancedStatusCode(statusClass, subject, detail), null, null, null, null));
  }

  @Test
  void what_a_server_calls_temporary_is_not_stated_clearly() {
    Verdict verdict = judge("450 4.1.1 <a@example.com>: Recipient address rejected: User unknown");

    assertThat(verdict.category()).isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(verdict.statedClearly()).isFalse();
  }

  @Test
  void a_reply_code_and_a_status_of_different_classes_are_a_conflict() {
    assertThat(judge("550 4.2.1 Mailbox disabled").conflict()).isTrue();
    assertThat(judge("550 5.2.1 Mailbox disabled").conflict()).isFalse();
  }

  @Test
  void the_status_field_counts_where_the_text_has_no_code() {
    Verdict verdict = CLASSIFIER.judge(
        new Reply("rejected", new EnhancedStatusCode(5, 2, 2), null, null, null, null));

    assertThat(verdict.category()).isEqualTo(Category.MAILBOX_FULL);
    assertThat(verdict.rule()).isEqualTo("code.x.2.2");
  }

  @Test
  void the_servers_own_code_counts_where_the_status_field_is_generic() {
    Verdict verdict = CLASSIFIER.judge(new Reply(
        "smtp; 452 4.2.2 try again", new EnhancedStatusCode(5, 0, 0), null, null, null, null));

    assertThat(verdict.category()).isEqualTo(Category.MAILBOX_FULL);
    assertThat(verdict.status()).hasToString("4.2.2");
  }

  @Test
  void a_text_that_names_another_cause_as_well_does_not_say_clearly_that_an_address_is_dead() {
    assertThat(judge("550 5.7.1 this account has been suspended").statedClearly())
        .isTrue();
    Verdict suspended = judge("550 5.7.1 this account has been temporarily suspended for abuse");
    assertThat(suspended.category()).isEqualTo(Category.INACTIVE_MAILBOX);
    assertThat(suspended.statedClearly()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "553 fjord of blue herrings",
        "551 fjord of blue herrings",
        "556 5.0.0 fjord of blue herrings",
        "host mx.example.net[203.0.113.9] said: 521 fjord of blue herrings (in reply to MAIL FROM command)"
      })
  void three_digits_beside_an_unknown_text_make_no_address_dead(String reply) {
    assertThat(judge(reply).category()).isEqualTo(Category.UNDETERMINED);
  }

  @ParameterizedTest
  @CsvSource({"553, INVALID_RECIPIENT", "553 <a@example.com>, INVALID_RECIPIENT", "556, BAD_DOMAIN"
  })
  void three_digits_alone_say_what_they_stand_for(String reply, Category expected) {
    assertThat(judge(reply).category()).isEqualTo(expected);
  }

  @Test
  void an_unknown_text_is_undetermined_and_never_a_guess() {
    for (String text : List.of(
        "", "   ", "\u0000\u0007", "xyzzy", "550", "ééééé", "554 plugh", "550 the plugh service")) {
      Verdict verdict = judge(text);
      assertThat(verdict.category()).as(text).isEqualTo(Category.UNDETERMINED);
      assertThat(verdict.statedClearly()).isFalse();
    }
  }

  @Test
  void a_reply_that_quotes_our_own_address_is_about_us() {
    Classifier ours = new Classifier(
        RuleBook.builtIn(), new SenderIdentity(Set.of("shop.example"), Set.of("203.0.113.9")));

    assertThat(ours.judge(Reply.ofText("550 5.1.1 not today, 203.0.113.9")).bounceClass())
        .isEqualTo(BounceClass.BLOCK);
    assertThat(ours.judge(Reply.ofText("550 5.1.1 <x@news.shop.example> not today"))
            .bounceClass())
        .isEqualTo(BounceClass.BLOCK);
    assertThat(ours.judge(Reply.ofText("550 5.1.1 user unknown, mail from 203.0.113.9"))
            .category())
        .isEqualTo(Category.BAD_REPUTATION);
    assertThat(ours.judge(Reply.ofText("550 5.1.1 user unknown")).category())
        .isEqualTo(Category.INVALID_RECIPIENT);
  }

  @Test
  void the_same_words_from_another_provider_may_mean_something_else() {
    String text = "550 5.4.1 Recipient address rejected: Access denied";

    assertThat(CLASSIFIER
            .judge(new Reply(
                "550 Recipient address rejected: Access denied",
                null,
                null,
                null,
                "example-com.mail.protection.outlook.com",
                null))
            .category())
        .isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(judge(text).category()).isEqualTo(Category.INVALID_RECIPIENT);
    assertThat(judge("554 5.7.1 <a@example.com>: Recipient address rejected: Access denied")
            .category())
        .isEqualTo(Category.POLICY_REJECTED);
  }

  @Test
  void replies_of_one_shape_are_one_verdict() {
    Verdict one = judge("550 5.1.1 <a@example.com> user unknown k8si1234567abc.12 from 192.0.2.1");
    Verdict two = judge("550 5.1.1 <b@example.org> user unknown z1si7654321xyz.99 from 192.0.2.77");

    assertThat(one).isSameAs(two);
    assertThat(one.maskedText()).contains("[address]").contains("[id]").contains("[IP]");
  }

  @Test
  void the_action_decides_the_event_before_any_category() {
    List<Outcome> outcomes = CLASSIFIER.outcomes(new DeliveryReport.StatusNotification(
        message(),
        List.of(
            status(Action.DELAYED, "450 4.1.1 user unknown"),
            status(Action.RELAYED, null),
            status(Action.FAILED, "550 5.1.1 user unknown"))));

    assertThat(outcomes)
        .extracting(Outcome::event)
        .containsExactly(Event.DELAYED, Event.DELIVERED, Event.FAILED);
    assertThat(outcomes.get(1).verdict()).isNull();
  }

  @Test
  void what_was_read_by_guesswork_is_never_sure() {
    PerMessageFields guessed =
        new PerMessageFields("generic", true, null, null, null, null, null, null, null);

    RecipientStatus replied = status(Action.FAILED, "550 5.1.1 user unknown");
    RecipientStatus told = status(Action.FAILED, "user unknown");

    assertThat(confidences(guessed, replied)).containsExactly(Confidence.MEDIUM);
    assertThat(confidences(guessed, told)).containsExactly(Confidence.LOW);
    assertThat(confidences(guessed, replied, told))
        .as("the reply may be another's")
        .containsOnly(Confidence.LOW);
  }

  @Test
  void an_unknown_user_for_the_time_being_is_one_for_good_when_that_was_said_for_days() {
    RecipientStatus status =
        status(Action.FAILED, "450 4.1.1 Recipient address rejected: User unknown");

    assertThat(clear("Fri, 14 Feb 2019 23:45:46 +0800 (WST)", status)).isTrue();
    assertThat(clear("Mon, 18 Feb 2019 20:00:00 +0000", status)).isFalse();
    assertThat(clear(null, status)).isFalse();
    assertThat(clear(
            "Thu, 14 Feb 2019 23:45:46 +0800",
            status(Action.DELAYED, "450 4.1.1 Recipient address rejected: User unknown")))
        .isFalse();
    assertThat(clear(
            "Thu, 14 Feb 2019 23:45:46 +0800", status(Action.FAILED, "450 4.2.1 Account disabled")))
        .as("what may be undone")
        .isFalse();
  }

  private static boolean clear(@Nullable String arrived, RecipientStatus status) {
    PerMessageFields message = new PerMessageFields(
        "rfc3464", false, null, arrived, null, null, "Mon, 18 Feb 2019 20:50:02 +0000", null, null);
    return java.util.Objects.requireNonNull(CLASSIFIER
            .outcomes(new DeliveryReport.StatusNotification(message, List.of(status)))
            .get(0)
            .verdict())
        .statedClearly();
  }

  private static List<Confidence> confidences(
      PerMessageFields message, RecipientStatus... recipients) {
    return CLASSIFIER
        .outcomes(new DeliveryReport.StatusNotification(message, List.of(recipients)))
        .stream()
        .map(it -> java.util.Objects.requireNonNull(it.verdict()).confidence())
        .toList();
  }

  @Test
  void every_kind_of_report_has_at_least_one_outcome() {
    PerMessageFields message = message();
    assertThat(CLASSIFIER.outcomes(new DeliveryReport.NotAReport(message, "a newsletter")))
        .extracting(Outcome::event, Outcome::note)
        .containsExactly(tuple(Event.NOT_A_REPORT, "a newsletter"));
    assertThat(CLASSIFIER.outcomes(new DeliveryReport.Unparsable(message, "too deep")))
        .extracting(Outcome::event)
        .containsExactly(Event.UNPARSABLE);
    assertThat(CLASSIFIER.outcomes(
            new DeliveryReport.AutoReply(message, "a@example.com", "I am away", null)))
        .extracting(Outcome::event, Outcome::recipient)
        .containsExactly(tuple(Event.AUTO_REPLY, "a@example.com"));
    assertThat(CLASSIFIER.outcomes(
            new DeliveryReport.ChallengeResponse(message, "a@example.com", "Are you human?")))
        .allSatisfy(outcome -> {
          assertThat(outcome.event()).isEqualTo(Event.CHALLENGE_RESPONSE);
          assertThat(outcome.verdict()).isNotNull();
        });
    assertThat(CLASSIFIER.outcomes(
            new DeliveryReport.Complaint(message, FeedbackType.ABUSE, List.of())))
        .extracting(Outcome::event)
        .containsExactly(Event.COMPLAINT);
  }

  private static RecipientStatus status(Action action, @Nullable String diagnostic) {
    return new RecipientStatus(
        action,
        "a@example.com",
        null,
        null,
        null,
        null,
        diagnostic,
        null,
        SmtpPhase.RCPT_TO,
        null,
        null,
        null);
  }

  private static PerMessageFields message() {
    return new PerMessageFields("rfc3464", false, null, null, null, null, null, null, null);
  }
}
