package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every example of every rule goes through the whole rule book, not through its own rule alone. */
class RuleExamplesTest {
  private static final RuleBook BOOK = RuleBook.builtIn();

  @Test
  void the_rule_book_judges_every_example_as_its_rule_says_and_no_rule_decides_a_counter_example() {
    RuleCheck check = RuleCheck.of(BOOK, BOOK.rules());

    assertThat(check.examples()).isGreaterThanOrEqualTo(BOOK.rules().size());
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void every_rule_has_an_example_and_a_source() {
    assertThat(BOOK.rules()).isNotEmpty().allSatisfy(rule -> {
      assertThat(rule.examples()).isNotEmpty();
      assertThat(rule.source()).isNotBlank();
    });
  }
}
