package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseIndexTest {
  private static List<Integer> found(PhraseIndex index, String text) {
    return index.find(PhraseIndex.fold(text, text.length())).stream().boxed().toList();
  }

  @Test
  void case_quotes_and_white_space_make_no_difference() {
    PhraseIndex.Builder builder = new PhraseIndex.Builder();
    int phrase = builder.add("I'm afraid I wasn't able");
    int other = builder.add("never there");
    PhraseIndex index = builder.build();
    assertThat(found(index, "Hi. I\u2019M AFRAID\r\n\t I wasn\u2019t   able to deliver"))
        .containsExactly(phrase);
    assertThat(found(index, "nothing of the kind")).doesNotContain(phrase, other);
  }

  @Test
  void a_phrase_within_another_is_found_too() {
    PhraseIndex.Builder builder = new PhraseIndex.Builder();
    int longer = builder.add("permanent fatal errors");
    int shorter = builder.add("fatal error");
    assertThat(found(builder.build(), "had permanent fatal errors"))
        .containsExactlyInAnyOrder(longer, shorter);
  }

  @Test
  void short_words_of_eastern_scripts_are_found() {
    PhraseIndex.Builder builder = new PhraseIndex.Builder();
    int word = builder.add("退信");
    assertThat(found(builder.build(), "这是退信通知")).containsExactly(word);
  }

  @Test
  void every_phrase_of_the_built_in_dialects_is_found_in_itself() {
    PhraseIndex.Builder builder = new PhraseIndex.Builder();
    for (TextDialect dialect : DialectSet.builtIn().dialects()) {
      dialect.description().delayed().forEach(builder::add);
      dialect.description().recognise().forEach(evidence -> evidence.text().forEach(builder::add));
    }
    PhraseIndex index = builder.build();
    for (int id = 0; id < index.size(); id++) {
      assertThat(found(index, "x" + index.phrase(id) + "x"))
          .as(index.phrase(id))
          .contains(id);
    }
  }

  @Test
  void a_phrase_that_stands_everywhere_is_refused() {
    assertThatThrownBy(() -> new PhraseIndex.Builder().add("to:"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
