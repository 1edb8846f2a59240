package org.bouncescan.classify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with rules, judged by their own examples in the company of all others.
 *
 * @param problems examples that are not judged as the rule says; each with file, line, rule and cure
 * @param overlaps examples that another rule would judge as well, and how; nothing wrong, but good to know
 * @param examples how many examples and counter-examples were tried
 */
public record RuleCheck(List<String> problems, List<String> overlaps, int examples) {
  public RuleCheck {
    problems = List.copyOf(problems);
    overlaps = List.copyOf(overlaps);
  }

  /**
   * Tries a file of the operator's own rules together with the built-in ones.
   *
   * @throws RuleFileException when the file can't be used
   */
  public static RuleCheck ofFile(Path file) {
    RuleBook book = RuleBook.load(List.of(file));
    return of(book, book.rules().stream().filter(Rule::own).toList());
  }

  /** Tries the examples of {@code rules}, which are part of {@code book}. */
  static RuleCheck of(RuleBook book, List<Rule> rules) {
    Classifier classifier = new Classifier(book, SenderIdentity.UNKNOWN);
    List<String> problems = new ArrayList<>();
    List<String> overlaps = new ArrayList<>();
    int examples = 0;
    for (Rule rule : rules) {
      for (Rule.Example example : rule.examples()) {
        examples++;
        Verdict verdict = classifier.judge(example.reply());
        List<String> fitting = classifier.rulesThatFit(example.reply());
        String problem = problem(rule, verdict, fitting.contains(rule.id()));
        if (problem != null) {
          problems.add(place(rule) + problem + ": \"" + example.reply().text() + '"');
        }
        fitting.stream()
            .filter(id -> !id.equals(rule.id()))
            .map(book::rule)
            .filter(other -> other != null && !other.own() && rule.own())
            .forEach(other -> overlaps.add(place(rule) + "overlaps with the built-in "
                + overlap(other) + ": \"" + example.reply().text() + '"'));
      }
      for (Rule.Example example : rule.counterExamples()) {
        examples++;
        Verdict verdict = classifier.judge(example.reply());
        if (verdict.rule().equals(rule.id())) {
          problems.add(place(rule) + "decides its own counter-example; narrow 'match', or add to"
              + " 'not': \"" + example.reply().text() + '"');
        } else if (example.category() != null && example.category() != verdict.category()) {
          problems.add(place(rule) + "its counter-example is judged "
              + verdict.category().label()
              + " by " + verdict.rule() + ", not " + example.category().label() + ": \""
              + example.reply().text() + '"');
        }
      }
    }
    return new RuleCheck(problems, overlaps, examples);
  }

  private static @Nullable String problem(Rule rule, Verdict verdict, boolean fits) {
    if (!fits) {
      return "does not fit its own example; check 'match', 'all', 'not' and 'when'";
    }
    if (verdict.category() != rule.category()
        || !Objects.equals(verdict.subtype(), rule.subtype())) {
      return "its example is judged " + verdict.category().label()
          + (verdict.subtype() == null ? "" : " (" + verdict.subtype() + ")") + " by "
          + verdict.rule() + "; say more in 'match', or correct the category";
    }
    return null;
  }

  private static String overlap(Rule other) {
    return other.id() + " (" + other.category().label()
        + (other.subtype() == null ? "" : ", " + other.subtype()) + ")";
  }

  private static String place(Rule rule) {
    return rule.file() + ":" + rule.line() + ": " + rule.id() + ": ";
  }
}
