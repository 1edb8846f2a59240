package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
  private static String plain(String text) {
    return Wording.plain(Fold.phrase(text));
  }

  @Test
  void articles_are_left_out() {
    assertThat(plain("the mailbox of a user")).isEqualTo("mailbox of user");
  }

  @Test
  void every_form_of_to_be_is_one() {
    for (String text : new String[] {
      "account is disabled",
      "account was disabled",
      "account has been disabled",
      "account is currently disabled",
      "account is being disabled"
    }) {
      assertThat(plain(text)).isEqualTo("account is disabled");
    }
  }

  @Test
  void every_way_to_deny_is_one() {
    for (String text : new String[] {"isn't valid", "was not valid", "has not been valid"}) {
      assertThat(plain(text)).isEqualTo("is not valid");
    }
    for (String text : new String[] {"doesn't exist", "did not exist", "doesnt exist"}) {
      assertThat(plain(text)).isEqualTo("does not exist");
    }
    for (String text : new String[] {
      "can't find",
      "can not find",
      "could not find",
      "unable to find",
      "was unable to find",
      "is not able to find"
    }) {
      assertThat(plain(text)).isEqualTo("cannot find");
    }
  }

  @Test
  void the_many_names_of_lists_are_one_each() {
    for (String text : new String[] {"white list", "white-list", "allow list", "safe-list"}) {
      assertThat(plain(text)).isEqualTo("allowlist");
    }
    assertThat(plain("blacklisted and black-listed")).isEqualTo("blocklisted and blocklisted");
    assertThat(plain("gray list")).isEqualTo("greylist");
  }

  @Test
  void marks_on_letters_do_not_matter() {
    assertThat(plain("Boîte aux lettres désactivée"))
        .isEqualTo(plain("boite aux lettres desactivee"));
    assertThat(plain("kullanıcı skrzynka pełna")).isEqualTo("kullanici skrzynka pelna");
  }

  @Test
  void blanks_at_the_ends_of_a_phrase_are_kept() {
    assertThat(Wording.plain(" the list ")).isEqualTo(" list ");
    assertThat(Wording.plain("")).isEmpty();
  }
}
