package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseTest {
  private static boolean stands(String phrase, String text) {
    return Phrase.of(phrase).isIn(Wording.plain(Fold.phrase(text)));
  }

  @Test
  void a_literal_begins_where_a_word_begins_and_may_end_inside_one() {
    assertThat(stands("spam", "marked as SPAMMY")).isTrue();
    assertThat(stands("spam", "antispam.example.com")).isFalse();
    assertThat(stands("*spam", "antispam.example.com")).isTrue();
  }

  @Test
  void a_number_at_its_end_is_a_whole_number() {
    assertThat(stands("5.7.1", "550 5.7.1 no")).isTrue();
    assertThat(stands("5.7.1", "550 5.7.129 no")).isFalse();
  }

  @Test
  void case_blanks_and_quotes_do_not_matter() {
    assertThat(stands("n'existe pas", "L\u2019utilisateur n\u2019existe\u00A0PAS"))
        .isTrue();
    assertThat(stands("user  unknown", "User   Unknown")).isTrue();
  }

  @Test
  void a_star_stands_for_up_to_sixty_characters_or_none() {
    assertThat(stands("not in * allow list", "sender not in the customer's allow list"))
        .isTrue();
    assertThat(stands("not in * allow list", "sender not in allow list")).isTrue();
    assertThat(stands("not in * allow list", "not in " + "x".repeat(70) + " allow list"))
        .isFalse();
  }

  @Test
  void a_star_reaches_over_a_false_start() {
    assertThat(stands("not * list * here", "not " + "y".repeat(50) + " not a list is kept here"))
        .isTrue();
    assertThat(stands("a1a*b2b*c3c", "a1a b2b " + "-".repeat(58) + "b2b c3c")).isFalse();
    assertThat(stands("a1a*b2b*c3c", "a1a b2b" + "-".repeat(40) + "b2b" + "-".repeat(50) + "c3c"))
        .isTrue();
  }

  @Test
  void braces_stand_for_a_family_of_phrases() {
    String phrase = "{user|mailbox} {is |}{full|over quota}";
    assertThat(stands(phrase, "550 the user is over quota")).isTrue();
    assertThat(stands(phrase, "550 Mailbox full")).isTrue();
    assertThat(stands(phrase, "550 Mailbox has been full")).isTrue();
    assertThat(stands(phrase, "550 mailbox not full")).isFalse();
    assertThat(stands(phrase, "superuser full")).isFalse();
    assertThat(stands("{邮箱|信箱}已{满|滿}", "552 邮箱已满")).isTrue();
    assertThat(stands("not in * {allowlist|contacts}", "not in the user's white list"))
        .isTrue();
  }

  private static String problem(String phrase) {
    return String.valueOf(
        catchThrowableOfType(IllegalArgumentException.class, () -> Phrase.of(phrase))
            .getMessage());
  }

  @Test
  void a_family_that_cannot_be_looked_for_is_refused_with_the_cure() {
    for (String phrase : List.of(
        "{a|b}",
        "{user|mailbox",
        "{user|mail * box} full",
        "{user|} * {is|was} * full",
        "{ab|cd}")) {
      assertThat(problem(phrase)).as(phrase).isNotBlank();
    }
  }

  @Test
  void a_phrase_of_which_one_word_only_would_be_compared_is_refused_with_the_cure() {
    assertThatThrownBy(() -> Phrase.of("service currently"))
        .hasMessageContaining("only 'service' of it is compared")
        .hasMessageContaining("add a word that tells more");
    assertThat(Phrase.of("service currently down").isIn("service down")).isTrue();
    assertThat(Phrase.of("block list").isIn("a blocklist")).isTrue();
  }

  @Test
  void a_regular_expression_is_told_to_use_plain_words() {
    assertThat(problem("/the mailbox has been [0-9]{1,3}% full/"))
        .contains("plain wording")
        .contains("mailbox is");
  }

  @Test
  void a_regular_expression_stands_between_slashes() {
    assertThat(stands("/quota (of|is) [0-9]{1,9} ?bytes/", "a quota of 1000 bytes"))
        .isTrue();
  }

  @Test
  void expressions_that_could_take_long_are_refused_with_the_cure() {
    for (String phrase : List.of(
        "/spam.*filter/",
        "/spam(a+)+b/",
        "/(spam{1,9}){1,9}x/",
        "/spam.{0,60}.{0,60}.{0,60}filter/",
        "/spam(?=x)/",
        "/spam\\1/",
        "/spam{2,}/",
        "/(ab|cd)/",
        "/spam|ham and eggs/",
        "/spam[/",
        "ab",
        "*",
        "aaa*bbb*ccc*ddd*eee*fff*ggg")) {
      assertThat(problem(phrase)).as(phrase).isNotBlank();
    }
  }
}
