package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncescan.classify.Category;
import org.junit.jupiter.api.Test;

class SuppressionSettingsTest {
  private static final SuppressionSettings DEFAULT = SuppressionSettings.DEFAULT;

  @Test
  void every_default_threshold_is_the_documented_one() {
    String defaults = Arrays.stream(Category.values())
        .map(it -> it.label() + " " + DEFAULT.threshold(it, null))
        .collect(Collectors.joining("\n"));

    assertThat(defaults).isEqualTo("""
            invalid_recipient now
            bad_domain 2/3d
            recipient_moved now
            inactive_mailbox now
            mailbox_full 3/21d
            recipient_restricted hold
            challenge_response hold
            blocked_by_recipient hold
            policy_rejected never
            blocklisted never
            bad_reputation never
            spam_content never
            prohibited_content never
            virus_detected never
            auth_failed never
            invalid_sender never
            reverse_dns never
            tls_failure never
            relay_denied 3/7d
            rate_limited never
            recipient_rate_limited never
            greylisted never
            message_too_large never
            message_malformed never
            protocol_error never
            connection_failed 3/14d
            dns_failure 3/7d
            routing_error 4/14d
            remote_system_error 5/21d
            message_expired 3/21d
            suppressed_by_sender now
            undetermined 3/30d""");
  }

  @Test
  void every_other_default_is_the_documented_one() {
    assertThat(DEFAULT.threshold(Category.BAD_DOMAIN, "null_mx")).isEqualTo(Threshold.NOW);
    assertThat(DEFAULT.threshold(Category.BAD_DOMAIN, "no_mail_service")).isEqualTo(Threshold.NOW);
    assertThat(DEFAULT.threshold(Category.BAD_DOMAIN, "no_such_domain")).hasToString("2/3d");
    assertThat(DEFAULT.threshold(Category.BLOCKED_BY_RECIPIENT, "person")).isEqualTo(Threshold.NOW);
    assertThat(DEFAULT.threshold(Category.BLOCKED_BY_RECIPIENT, "organisation"))
        .isEqualTo(Threshold.HOLD);
    assertThat(DEFAULT.repeated())
        .isEqualTo(Map.of(
            Category.RECIPIENT_RESTRICTED,
            new Repeated(Threshold.after(3, 30), Measure.SUPPRESS),
            Category.POLICY_REJECTED,
            new Repeated(Threshold.after(3, 30), Measure.HOLD),
            Category.RECIPIENT_RATE_LIMITED,
            new Repeated(Threshold.after(3, 7), Measure.REVIEW)));
    assertThat(DEFAULT.ambiguousHard()).hasToString("2/14d");
    assertThat(DEFAULT.expiry()).isEmpty();
    assertThat(DEFAULT.forgetAfter()).isEqualTo(Duration.ofDays(180));
    assertThat(DEFAULT.claimProof()).isEqualTo(Duration.ofDays(14));
    assertThat(DEFAULT.suppressUnverified()).isFalse();
    assertThat(DEFAULT.guard())
        .isEqualTo(new GuardSettings(true, 50, 5, 500, 60, 3, 30, Duration.ofHours(12)));
  }

  @Test
  void a_dead_address_that_no_text_states_clearly_takes_two_failures_over_fourteen_days() {
    assertThat(DEFAULT.threshold(Category.INVALID_RECIPIENT, null, false)).hasToString("2/14d");
    assertThat(DEFAULT.threshold(Category.INACTIVE_MAILBOX, null, false)).hasToString("2/14d");
    assertThat(DEFAULT.threshold(Category.INVALID_RECIPIENT, null, true)).hasToString("now");
    assertThat(DEFAULT.threshold(Category.SUPPRESSED_BY_SENDER, null, false)).hasToString("now");
  }

  @Test
  void a_changed_category_changes_all_its_subtypes() {
    SuppressionSettings changed = DEFAULT.with(Category.BAD_DOMAIN, Threshold.NEVER);

    assertThat(changed.threshold(Category.BAD_DOMAIN, null)).isEqualTo(Threshold.NEVER);
    assertThat(changed.threshold(Category.BAD_DOMAIN, "null_mx")).isEqualTo(Threshold.NEVER);
    assertThat(changed.threshold(Category.MAILBOX_FULL, null)).hasToString("3/21d");
  }

  @Test
  void a_threshold_is_read_as_it_is_written() {
    for (String text : new String[] {"now", "hold", "never", "3/21d", "1/0d"}) {
      assertThat(Threshold.parse(text)).hasToString(text);
    }
    for (String text : new String[] {"", "soon", "3/21", "0/3d", "3 / 21d", "-1/3d"}) {
      assertThatThrownBy(() -> Threshold.parse(text))
          .hasMessage("'" + text
              + "' is no threshold; write now, hold, never, or messages/days as in 3/21d");
    }
  }
}
