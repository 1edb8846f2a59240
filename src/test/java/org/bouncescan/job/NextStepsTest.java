package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader is told to do follows from what was decided. */
class NextStepsTest {
  private static String failed(Category category, Measure measure) {
    return NextSteps.of(Event.FAILED, category, null, measure, true, true);
  }

  @ParameterizedTest
  @EnumSource(Category.class)
  void nobody_is_told_to_remove_what_is_not_suppressed(Category category) {
    for (Measure measure : new Measure[] {Measure.COUNT, Measure.REVIEW, Measure.NONE}) {
      assertThat(failed(category, measure))
          .isNotBlank()
          .doesNotContainIgnoringCase("remove the address")
          .doesNotContain("Stop mailing");
    }
    assertThat(NextSteps.of(Event.DELAYED, category, null, Measure.NONE, true, true))
        .doesNotContainIgnoringCase("remove the address");
  }

  @ParameterizedTest
  @EnumSource(Category.class)
  void nobody_is_told_to_wait_for_what_is_suppressed(Category category) {
    assertThat(failed(category, Measure.SUPPRESS)).isNotBlank().doesNotStartWith("Nothing now");
  }

  @Test
  void a_report_that_is_not_proved_asks_for_proof_and_not_for_the_address() {
    assertThat(NextSteps.of(
            Event.FAILED, Category.INVALID_RECIPIENT, null, Measure.REVIEW, true, false))
        .startsWith("Nothing is done because of this report alone")
        .contains("'sender:'");
    assertThat(NextSteps.of(Event.COMPLAINT, null, null, Measure.REVIEW, true, false))
        .startsWith("Nothing is done because of this report alone");
  }

  @Test
  void an_opt_out_says_what_is_left_to_do() {
    assertThat(NextSteps.of(Event.COMPLAINT, null, null, Measure.SUPPRESS, true, true))
        .contains("import the suppression list");
    assertThat(NextSteps.of(Event.UNSUBSCRIBE_REQUEST, null, null, Measure.NONE, false, true))
        .contains("Look at the message");
    assertThat(NextSteps.of(Event.AUTO_REPLY, null, null, Measure.NONE, true, true))
        .isEmpty();
  }

  @Test
  void who_refused_for_a_month_is_alive_and_may_come_back() {
    assertThat(failed(Category.RECIPIENT_RESTRICTED, Measure.SUPPRESS))
        .contains("alive", "claims file", "release");
  }
}
