package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private static final RuleBook BOOK = RuleBook.builtIn();

  @Test
  void every_category_and_every_subtype_can_be_reached_by_text() {
    var reached = BOOK.rules().stream()
        .filter(rule -> !rule.isCodeRule())
        .map(rule -> rule.category().label() + "/" + rule.subtype())
        .collect(Collectors.toSet());

    for (Category category : Category.values()) {
      assertThat(BOOK.rules()).extracting(Rule::category).contains(category);
      for (String subtype : Guidance.subtypes(category)) {
        assertThat(reached).contains(category.label() + "/" + subtype);
      }
    }
  }

  @Test
  void every_category_and_subtype_has_plain_words_and_the_names_of_others() {
    for (Category category : Category.values()) {
      Guidance.CategoryText text = Guidance.text(category);
      assertThat(text.guidance().why()).as(category.label()).hasSizeGreaterThan(20);
      assertThat(text.guidance().nextStep()).as(category.label()).hasSizeGreaterThan(4);
      assertThat(text.replies()).isNotEmpty();
      assertThat(text.names().keySet())
          .containsExactly(
              "Sisimai",
              "SparkPost",
              "SendGrid",
              "Mailgun",
              "Postmark",
              "SES",
              "PowerMTA",
              "KumoMTA");
      assertThat(text.subtypes().values())
          .allSatisfy(
              it -> assertThat(it.nextStep()).isNotEqualTo(text.guidance().nextStep()));
    }
  }

  @Test
  void whoever_restricts_is_told_every_identity_to_allow() {
    assertThat(Guidance.of(Category.RECIPIENT_RESTRICTED, "allow_list").nextStep())
        .contains("From-header address")
        .contains("envelope")
        .contains("IP")
        .contains("DKIM domain (d=)")
        .contains("return-path that changes");
    assertThat(Guidance.of(Category.RECIPIENT_RESTRICTED, "group_members_only").nextStep())
        .contains("mail contact")
        .contains("DKIM or SPF does not verify");
  }

  @Test
  void the_rules_can_be_searched() {
    assertThat(BOOK.search("prior approval"))
        .extracting(Rule::id)
        .contains("restricted.prior-approval");
    assertThat(BOOK.search("mailbox_full"))
        .extracting(Rule::category)
        .containsOnly(Category.MAILBOX_FULL);
    assertThat(BOOK.search("no such words anywhere")).isEmpty();
  }

  @Test
  void the_catalogue_shows_every_category_with_its_rules() {
    String page = BOOK.markdown();

    assertThat(Category.values())
        .allSatisfy(category -> assertThat(page).contains("\n## " + category.label() + "\n"));
    assertThat(page).contains("restricted.prior-approval").contains("| Sisimai |");
  }

  @Test
  void no_hostile_text_costs_more_than_a_fixed_number_of_steps_for_any_expression() {
    Map<String, Long> steps = new TreeMap<>();
    for (Rule rule : BOOK.rules()) {
      for (List<String> phrases : List.of(rule.match(), rule.all(), rule.not())) {
        for (String source : phrases) {
          Phrase phrase = Phrase.of(source);
          if (phrase instanceof Phrase.BoundedRegex regex) {
            steps.put(rule.id() + " " + source, mostSteps(regex.pattern(), regex.keys()));
          } else if (phrase instanceof Phrase.Family family) {
            steps.put(
                rule.id() + " " + source, mostSteps(family.expression().pattern(), family.keys()));
          }
        }
      }
    }
    // A linear scan of what is read of a reply takes MAX_CHARS steps.
    assertThat(steps)
        .allSatisfy((expression, count) ->
            assertThat(count).as(expression).isLessThan(300L * ReplyShape.MAX_CHARS));
  }

  @Test
  void literals_are_few_segments_each_searched_once() {
    for (Rule rule : BOOK.rules()) {
      for (String source : rule.match()) {
        if (Phrase.of(source) instanceof Phrase.Literal literal) {
          assertThat(literal.segments()).hasSizeLessThanOrEqualTo(Phrase.MAX_SEGMENTS);
        }
      }
    }
  }

  @Test
  void of_a_hostile_reply_of_64_kb_only_the_beginning_is_looked_at() {
    Classifier classifier = new Classifier(BOOK, SenderIdentity.UNKNOWN);
    List<String> pieces = BOOK.rules().stream()
        .flatMap(rule -> rule.match().stream())
        .filter(phrase -> phrase.contains("*") && !phrase.startsWith("/"))
        .map(phrase -> phrase.substring(0, phrase.indexOf('*')))
        .filter(phrase -> phrase.length() > 2)
        .distinct()
        .collect(Collectors.toList());
    Collections.sort(pieces);
    for (String piece : pieces) {
      String hostile = (piece + " ").repeat(1 + 65_536 / (piece.length() + 1));
      assertThat(ReplyShape.of(hostile, SenderIdentity.UNKNOWN).text().length())
          .isLessThanOrEqualTo(2 * ReplyShape.MAX_CHARS);
      assertThat(classifier.judge(Reply.ofText(hostile)).maskedText()).isNotEmpty();
    }
    for (String hostile : List.of(
        "@".repeat(65_536),
        "1.".repeat(32_768),
        ":".repeat(65_536),
        "550-".repeat(16_384),
        "<".repeat(65_536),
        "550 5.1.1 ".repeat(6_553),
        "host a.b ".repeat(7_000))) {
      assertThat(classifier.judge(Reply.ofText(hostile))).isNotNull();
    }
  }

  private static long mostSteps(Pattern pattern, List<String> keys) {
    List<String> pieces = new ArrayList<>(List.of("a", " "));
    int step = Math.max(1, keys.size() / 4);
    for (int i = 0; i < keys.size(); i += step) {
      String key = keys.get(i);
      pieces.addAll(List.of(key, key + " ", key.substring(0, 1)));
    }
    long most = 0;
    for (String piece : pieces) {
      String text = piece.repeat(1 + ReplyShape.MAX_CHARS / piece.length());
      CountingText counting = new CountingText(text, new LongAdder());
      assertThat(pattern.matcher(counting).find()).isIn(true, false);
      most = Math.max(most, counting.steps().sum());
    }
    return most;
  }

  /** Counts how often a character is looked at: the steps of a regular expression, without a clock. */
  private record CountingText(String text, LongAdder steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      steps.increment();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
