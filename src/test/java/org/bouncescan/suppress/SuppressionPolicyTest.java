package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.suppress.Scenario.Report.failed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.suppress.Scenario.Report;
import org.bouncescan.suppress.Suppression.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuppressionPolicyTest {
  private static final String ANNA = "anna@example.com";

  private final Scenario days = new Scenario();

  @Test
  void one_clear_word_that_the_address_is_dead_suppresses() {
    days.report(failed(ANNA, Category.INVALID_RECIPIENT));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).reason())
        .isEqualTo("invalid recipient, stated clearly by the receiving server");
  }

  @Test
  void a_vague_dead_address_needs_a_second_message_two_weeks_later() {
    days.report(failed(ANNA, Category.INVALID_RECIPIENT).vague());
    days.night();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);

    days.nights(6);
    days.report(failed(ANNA, Category.INACTIVE_MAILBOX).vague());
    days.night();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);

    days.nights(8);
    days.report(failed(ANNA, Category.INVALID_RECIPIENT).vague());
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).reason())
        .isEqualTo("invalid recipient: 3 messages over 16 days, the limit is 2/14d");
  }

  @Test
  void a_full_mailbox_is_suppressed_at_three_messages_over_three_weeks_and_not_before() {
    for (int day : new int[] {0, 10}) {
      days.nights(day - days.day());
      days.report(failed(ANNA, Category.MAILBOX_FULL));
      days.night();
    }
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);
    assertThat(days.decision(ANNA).reason())
        .isEqualTo("mailbox full: 2 of 3 messages, over 10 of 21 days");

    days.nights(10);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).count()).isEqualTo(3);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.SOFT);
  }

  @Test
  void the_warning_and_the_failure_of_one_message_are_one() {
    days.report(failed(ANNA, Category.MAILBOX_FULL).about("m1").delayed());
    days.night();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.NONE);

    days.report(failed(ANNA, Category.MAILBOX_FULL).about("m1"));
    days.night();
    days.report(failed(ANNA, Category.MAILBOX_FULL).about("m1"));
    days.night();

    assertThat(days.decision(ANNA).count()).isEqualTo(1);
  }

  @Test
  void a_second_report_of_a_message_that_says_clearly_what_the_first_did_not_is_heard() {
    days.report(failed(ANNA, Category.MESSAGE_EXPIRED).about("m1"));
    days.report(failed(ANNA, Category.INVALID_RECIPIENT).about("m1"));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.HARD);
  }

  @Test
  void a_weekly_mailing_that_goes_out_earlier_in_the_day_is_a_week_later_all_the_same() {
    for (int week = 0; week < 4; week++) {
      days.report(failed(ANNA, Category.MAILBOX_FULL).at(20 - 5 * week));
      days.nights(7);
    }

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).reason())
        .isEqualTo("mailbox full: 4 messages over 21 days, the limit is 3/21d");
  }

  @Test
  void several_messages_of_one_day_count_once() {
    for (int i = 0; i < 5; i++) {
      days.report(failed(ANNA, Category.MAILBOX_FULL));
    }
    days.night();

    assertThat(days.decision(ANNA).count()).isEqualTo(1);
  }

  @Test
  void full_and_inactive_counts_twice() {
    days.report(failed(ANNA, Category.MAILBOX_FULL).weighsTwice());
    days.nights(22);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).count()).isEqualTo(3);
  }

  @Test
  void delivered_mail_starts_a_new_count() {
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.nights(11);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.nights(5);
    days.report(Report.of(ANNA, Event.DELIVERED));
    days.nights(10);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.night();

    assertThat(days.decision(ANNA).count()).isEqualTo(1);
  }

  @Test
  void delivered_mail_ends_a_suppression_but_never_a_complaint() {
    String carl = "carl@example.com";
    days.report(failed(ANNA, Category.INVALID_RECIPIENT));
    days.report(Report.of(carl, Event.COMPLAINT));
    days.night();

    days.delivers(ANNA);
    days.delivers(carl);
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);
    assertThat(days.state(carl)).isEqualTo(State.ACTIVE);
  }

  @Test
  void old_failures_are_forgotten_because_success_is_silent() {
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.nights(100);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.nights(100);
    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.night();

    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);
    assertThat(days.decision(ANNA).count()).isEqualTo(2);
  }

  @Test
  void a_recipient_who_takes_approved_senders_only_is_held_and_never_called_invalid() {
    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED).subtype("allow_list"));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.HELD);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.RESTRICTED);
  }

  @Test
  void a_hold_that_comes_back_for_a_month_stops_sending() {
    for (int day : new int[] {0, 15, 31}) {
      days.nights(day - days.day());
      assertThat(days.state(ANNA)).isNotEqualTo(State.ACTIVE);
      days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
      days.night();
    }

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.RESTRICTED);
  }

  @Test
  void a_claim_that_holds_for_two_weeks_ends_a_hold() {
    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
    days.nights(3);
    days.claims(ANNA);
    days.nights(13);
    assertThat(days.state(ANNA)).isEqualTo(State.HELD);
    days.nights(2);
    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);
  }

  @Test
  void a_claim_that_holds_ends_what_a_hold_has_come_to_as_well() {
    for (int day : new int[] {0, 15, 31}) {
      days.nights(day - days.day());
      days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
      days.night();
    }
    days.claims(ANNA);
    days.nights(13);
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    days.nights(2);
    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);

    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
    days.nights(40);
    assertThat(days.state(ANNA)).as("refused again after all").isEqualTo(State.ACTIVE);
  }

  @Test
  void a_claim_that_is_contradicted_ends_nothing() {
    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
    days.nights(3);
    days.claims(ANNA);
    days.nights(5);
    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
    days.nights(30);

    assertThat(days.state(ANNA)).isEqualTo(State.HELD);
  }

  @Test
  void a_success_report_ends_a_hold() {
    days.report(failed(ANNA, Category.RECIPIENT_RESTRICTED));
    days.night();
    days.report(Report.of(ANNA, Event.DELIVERED));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);
  }

  @Test
  void a_person_who_blocks_us_has_opted_out_and_an_organisation_that_does_is_asked() {
    String office = "office@example.com";
    days.report(failed(ANNA, Category.BLOCKED_BY_RECIPIENT).subtype("person"));
    days.report(failed(office, Category.BLOCKED_BY_RECIPIENT).subtype("organisation"));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.BLOCKED);
    assertThat(days.state(office)).isEqualTo(State.HELD);
  }

  @Test
  void what_is_wrong_with_sender_or_message_is_never_held_against_the_address() {
    for (int day = 0; day < 60; day++) {
      days.report(failed(ANNA, Category.SPAM_CONTENT));
      days.report(failed("ben@example.com", Category.AUTH_FAILED));
      days.night();
    }

    assertThat(days.state(ANNA)).isNull();
    assertThat(days.decision(ANNA).reason())
        .isEqualTo("spam content: nothing is wrong with the address");
    assertThat(days.state("ben@example.com")).isNull();
  }

  @Test
  void a_policy_that_keeps_refusing_becomes_a_hold_and_a_rate_limit_a_review() {
    String ben = "ben@example.com";
    for (int day : new int[] {0, 15, 31}) {
      days.nights(day - days.day());
      days.report(failed(ANNA, Category.POLICY_REJECTED));
      days.report(failed(ben, Category.RECIPIENT_RATE_LIMITED));
      days.night();
    }

    assertThat(days.state(ANNA)).isEqualTo(State.HELD);
    assertThat(days.decision(ben).measure()).isEqualTo(Measure.REVIEW);
    assertThat(days.state(ben)).isNull();
  }

  @Test
  void an_unknown_text_is_for_review_until_it_has_failed_three_times_in_a_month() {
    days.report(failed(ANNA, Category.UNDETERMINED).vague());
    days.night();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.REVIEW);
    assertThat(days.state(ANNA)).isNull();

    days.nights(15);
    days.report(failed(ANNA, Category.UNDETERMINED).vague());
    days.nights(15);
    days.report(failed(ANNA, Category.UNDETERMINED).vague());
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.UNDETERMINED);
  }

  @Test
  void a_domain_that_is_not_found_needs_a_second_day_and_a_null_mx_none() {
    days.report(failed(ANNA, Category.BAD_DOMAIN).subtype("no_such_domain"));
    days.report(failed("x@null.test", Category.BAD_DOMAIN).subtype("null_mx"));
    days.night();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);
    assertThat(days.state("x@null.test")).isEqualTo(State.ACTIVE);

    days.nights(3);
    days.report(failed(ANNA, Category.BAD_DOMAIN).subtype("no_such_domain"));
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void complaints_and_unsubscribe_requests_suppress() {
    days.report(Report.of(ANNA, Event.COMPLAINT));
    days.report(Report.of("ben@example.com", Event.UNSUBSCRIBE_REQUEST).unverified());
    days.night();

    assertThat(days.decision(ANNA).cause()).isEqualTo(Cause.COMPLAINT);
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
    assertThat(days.decision("ben@example.com").cause()).isEqualTo(Cause.UNSUBSCRIBE);
    assertThat(days.state("ben@example.com")).isEqualTo(State.ACTIVE);
  }

  @Test
  void what_cannot_be_tied_to_a_message_of_ours_never_suppresses_however_often_it_comes() {
    for (int day = 0; day < 60; day++) {
      days.report(failed(ANNA, Category.INVALID_RECIPIENT).unverified());
      days.report(failed("ben@example.com", Category.MAILBOX_FULL).unverified());
      days.report(Report.of("carl@example.com", Event.COMPLAINT).unverified());
      days.report(failed("dora@example.com", Category.RECIPIENT_RESTRICTED).unverified());
      days.night();
    }

    assertThat(days.all(State.ACTIVE)).isEmpty();
    assertThat(days.all(State.HELD)).isEmpty();
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.REVIEW);
    assertThat(days.decision("carl@example.com").measure()).isEqualTo(Measure.REVIEW);
  }

  @Test
  void a_forged_report_does_not_hide_the_true_one_about_the_same_message() {
    days.report(failed(ANNA, Category.INVALID_RECIPIENT).about("m1").unverified());
    days.report(failed(ANNA, Category.INVALID_RECIPIENT).about("m1"));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void unverified_reports_suppress_where_the_job_says_so() {
    Scenario trusting = new Scenario(SuppressionSettings.DEFAULT.suppressUnverified(true));
    trusting.report(failed(ANNA, Category.INVALID_RECIPIENT).unverified());
    trusting.night();

    assertThat(trusting.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void what_was_released_is_not_suppressed_again_by_the_same_evidence_but_by_new() {
    days.report(failed(ANNA, Category.INVALID_RECIPIENT));
    days.night();
    days.releases(ANNA);
    days.nights(5);
    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);

    days.report(failed(ANNA, Category.MAILBOX_FULL));
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.RELEASED);
    assertThat(days.decision(ANNA).measure()).isEqualTo(Measure.COUNT);

    days.report(failed(ANNA, Category.INVALID_RECIPIENT));
    days.night();
    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void a_suppression_ends_when_it_expires_and_begins_anew_with_new_evidence() {
    Scenario expiring = new Scenario(
        SuppressionSettings.DEFAULT.expiring(Category.INVALID_RECIPIENT, Duration.ofDays(30)));
    expiring.report(failed(ANNA, Category.INVALID_RECIPIENT));
    expiring.nights(30);
    assertThat(expiring.state(ANNA)).isEqualTo(State.ACTIVE);

    expiring.night();
    assertThat(expiring.state(ANNA)).isEqualTo(State.RELEASED);

    expiring.report(failed(ANNA, Category.INVALID_RECIPIENT));
    expiring.night();
    assertThat(expiring.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void what_is_suppressed_stays_so_when_later_messages_say_less() {
    days.report(failed(ANNA, Category.INVALID_RECIPIENT));
    days.night();
    days.report(failed(ANNA, Category.GREYLISTED));
    days.report(Report.of(ANNA, Event.AUTO_REPLY));
    days.night();

    assertThat(days.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void a_threshold_of_the_job_file_wins() {
    Scenario strict = new Scenario(
        SuppressionSettings.DEFAULT.with(Category.MAILBOX_FULL, Threshold.parse("2/1d")));
    strict.report(failed(ANNA, Category.MAILBOX_FULL));
    strict.nights(1);
    strict.report(failed(ANNA, Category.MAILBOX_FULL));
    strict.night();

    assertThat(strict.state(ANNA)).isEqualTo(State.ACTIVE);
  }

  @Test
  void an_address_that_failed_a_hundred_thousand_times_is_decided_about_all_the_same() {
    List<Incident> many = java.util.stream.LongStream.range(0, 100_000)
        .mapToObj(i -> new Incident(
            i + 1,
            ANNA,
            Instant.EPOCH.plusSeconds(i * 600),
            Event.FAILED,
            Category.ROUTING_ERROR,
            null,
            "rule",
            "example.com",
            true,
            false,
            true,
            "m" + i))
        .toList();

    Decision decision = new SuppressionPolicy(SuppressionSettings.DEFAULT)
        .decide(many, Instant.EPOCH.plusSeconds(100_000L * 600));

    assertThat(decision.measure()).isEqualTo(Measure.COUNT);
  }

  @Test
  void a_single_message_justifies_what_its_category_says() {
    assertThat(alone(Category.INVALID_RECIPIENT, null, true)).isEqualTo(Measure.SUPPRESS);
    assertThat(alone(Category.INVALID_RECIPIENT, null, false)).isEqualTo(Measure.COUNT);
    assertThat(alone(Category.RECIPIENT_RESTRICTED, "allow_list", true)).isEqualTo(Measure.HOLD);
    assertThat(alone(Category.MAILBOX_FULL, null, true)).isEqualTo(Measure.COUNT);
    assertThat(alone(Category.BAD_DOMAIN, "no_such_domain", true)).isEqualTo(Measure.COUNT);
    assertThat(alone(Category.BAD_DOMAIN, "null_mx", true)).isEqualTo(Measure.SUPPRESS);
    assertThat(alone(Category.BLOCKLISTED, null, true)).isEqualTo(Measure.NONE);
    assertThat(alone(Category.AUTH_FAILED, null, true)).isEqualTo(Measure.NONE);
    assertThat(alone(Category.UNDETERMINED, null, false)).isEqualTo(Measure.REVIEW);
    assertThat(alone(Category.SUPPRESSED_BY_SENDER, null, true)).isEqualTo(Measure.SUPPRESS);
  }

  @Test
  void only_a_failure_justifies_anything_by_itself_besides_an_opt_out() {
    assertThat(alone(Event.DELAYED, verdict(Category.INVALID_RECIPIENT, null, true), null))
        .isEqualTo(Measure.NONE);
    assertThat(alone(Event.DELIVERED, null, null)).isEqualTo(Measure.NONE);
    assertThat(alone(Event.AUTO_REPLY, null, null)).isEqualTo(Measure.NONE);
    assertThat(alone(Event.NOT_A_REPORT, null, null)).isEqualTo(Measure.NONE);
    assertThat(alone(Event.UNPARSABLE, null, null)).isEqualTo(Measure.REVIEW);
    assertThat(alone(Event.COMPLAINT, null, null)).isEqualTo(Measure.SUPPRESS);
    assertThat(alone(Event.UNSUBSCRIBE_REQUEST, null, null)).isEqualTo(Measure.SUPPRESS);
  }

  @Test
  void a_dead_member_does_not_condemn_the_list_that_forwards_to_it() {
    Verdict dead = verdict(Category.INVALID_RECIPIENT, null, true);

    for (String other :
        List.of("member@elsewhere.test", "anna@elsewhere.test", "member@example.com")) {
      assertThat(alone(Event.FAILED, dead, other)).as(other).isEqualTo(Measure.COUNT);
    }
    for (String same : List.of(
        "anna@mail.example.com",
        "ANNA@example.com",
        "\"anna\"@example.com",
        "anna+news@example.com",
        "anna@tenant.mail.onmicrosoft.com")) {
      assertThat(alone(Event.FAILED, dead, same)).as(same).isEqualTo(Measure.SUPPRESS);
    }
  }

  private static Measure alone(Category category, @Nullable String subtype, boolean clear) {
    return alone(Event.FAILED, verdict(category, subtype, clear), null);
  }

  private static Measure alone(
      Event event, @Nullable Verdict verdict, @Nullable String finalRecipient) {
    RecipientStatus status = new RecipientStatus(
        Action.FAILED, ANNA, null, finalRecipient, null, null, null, null, null, null, null, null);
    PerMessageFields message =
        new PerMessageFields("rfc3464", false, null, null, null, null, null, null, null);
    return new SuppressionPolicy(SuppressionSettings.DEFAULT)
        .alone(new Outcome(event, ANNA, status, verdict, null, message));
  }

  private static Verdict verdict(Category category, @Nullable String subtype, boolean clear) {
    return new Verdict(
        category,
        subtype,
        category.bounceClass(),
        category.resolvers(),
        true,
        clear,
        null,
        null,
        "rule",
        Confidence.HIGH,
        false,
        null,
        null,
        "");
  }
}
