package org.bouncescan.classify;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/** Reads one family of rules from YAML, strictly. */
final class RuleFile {
  private static final List<String> FILE_KEYS = List.of("family", "rules");
  private static final List<String> RULE_KEYS = List.of(
      "id",
      "category",
      "subtype",
      "match",
      "all",
      "not",
      "when",
      "confidence",
      "clear",
      "examples",
      "counter_examples",
      "source");
  private static final List<String> WHEN_KEYS =
      List.of("provider", "host", "status", "reply", "phase");
  private static final List<String> EXAMPLE_KEYS =
      List.of("text", "status", "reply", "phase", "host", "recipient", "category");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_.-]{1,80}");
  private static final Pattern STATUS = Pattern.compile("[245]\\.(\\d{1,3}\\.(\\d{1,3}|\\*)|\\*)");

  private final String file;
  private final boolean own;
  private final Providers providers;

  private RuleFile(String file, boolean own, Providers providers) {
    this.file = file;
    this.own = own;
    this.providers = providers;
  }

  /** The rules of one file; {@code own} marks them as the operator's. */
  static List<Rule> read(String file, Reader text, boolean own, Providers providers) {
    return new RuleFile(file, own, providers).rules(RuleYaml.read(file, text));
  }

  private List<Rule> rules(RuleYaml top) {
    top.only(FILE_KEYS);
    String family = top.text("family");
    List<Rule> rules = new ArrayList<>();
    for (RuleYaml group : top.groups("rules")) {
      rules.add(rule(family, group));
    }
    if (rules.isEmpty()) {
      throw top.error("rules", "holds no rule; add one, or remove the file");
    }
    return rules;
  }

  private Rule rule(String family, RuleYaml yaml) {
    yaml.only(RULE_KEYS);
    String id = yaml.text("id");
    if (!ID.matcher(id).matches() || !id.startsWith(family + ".")) {
      throw yaml.error(
          "id", "must read '" + family + ".name' in small letters, digits, '-' and '_': " + id);
    }
    Category category = category(yaml, yaml.text("category"));
    String subtype = yaml.optionalText("subtype");
    if (subtype != null && !Guidance.subtypes(category).contains(subtype)) {
      throw yaml.error(
          "subtype",
          "is not known for " + category.label() + ": '" + subtype + "'; known: "
              + String.join(", ", Guidance.subtypes(category)));
    }
    List<String> match = phrases(yaml, "match");
    List<String> all = phrases(yaml, "all");
    Rule.Condition when = condition(yaml.group("when"));
    if (match.isEmpty()
        && all.isEmpty()
        && when.status().isEmpty()
        && when.reply().isEmpty()) {
      throw yaml.error("match", "is missing; a rule needs a phrase or a code to go by");
    }
    return new Rule(
        id,
        category,
        subtype,
        match,
        all,
        phrases(yaml, "not"),
        when,
        confidence(yaml),
        yaml.flag("clear", true),
        examples(yaml),
        counterExamples(yaml),
        yaml.text("source"),
        own,
        file,
        yaml.line());
  }

  private static Category category(RuleYaml yaml, String label) {
    Category category = Category.ofLabel(label);
    if (category == null) {
      throw yaml.error(
          "category",
          "is not one of the categories: '" + label + "'; they are: "
              + String.join(
                  ", ", Arrays.stream(Category.values()).map(Category::label).toList()));
    }
    return category;
  }

  /** Built-in phrases are proved by the tests, so that no start pays for it. */
  private List<String> phrases(RuleYaml yaml, String key) {
    List<String> phrases = new ArrayList<>();
    for (String entry : yaml.texts(key)) {
      try {
        for (String phrase : Words.builtIn().phrases(entry).toList()) {
          if (own) {
            Phrase.of(phrase);
          }
          phrases.add(phrase);
        }
      } catch (IllegalArgumentException e) {
        throw yaml.error(
            key, "has a phrase that can't be used, \"" + entry + "\": " + e.getMessage());
      }
    }
    return List.copyOf(phrases);
  }

  private static Confidence confidence(RuleYaml yaml) {
    String label = yaml.optionalText("confidence");
    if (label == null) {
      return Confidence.HIGH;
    }
    for (Confidence confidence : Confidence.values()) {
      if (confidence.label().equals(label)) {
        return confidence;
      }
    }
    throw yaml.error("confidence", "must be high, medium or low, not '" + label + "'");
  }

  private Rule.Condition condition(@Nullable RuleYaml yaml) {
    if (yaml == null) {
      return Rule.Condition.NONE;
    }
    yaml.only(WHEN_KEYS);
    for (String provider : yaml.texts("provider")) {
      if (!providers.isKnown(provider)) {
        throw yaml.error(
            "provider",
            "names '" + provider + "', which is none of the known ones; known: "
                + String.join(", ", providers.names()));
      }
    }
    for (String status : yaml.texts("status")) {
      if (!STATUS.matcher(status).matches()) {
        throw yaml.error("status", "must read like 5.7.1 or 5.7.*, not '" + status + "'");
      }
    }
    return new Rule.Condition(
        yaml.texts("provider"),
        yaml.texts("host").stream().map(it -> it.toLowerCase(Locale.ROOT)).toList(),
        yaml.texts("status"),
        yaml.texts("reply").stream().map(it -> replyCode(yaml, it)).toList(),
        yaml.texts("phase").stream().map(it -> phase(yaml, it)).toList());
  }

  private static Integer replyCode(RuleYaml yaml, String text) {
    if (!text.matches("[2-5]\\d\\d")) {
      throw yaml.error("reply", "must be an SMTP reply code, 200 to 599, not '" + text + "'");
    }
    return Integer.valueOf(text);
  }

  private static SmtpPhase phase(RuleYaml yaml, String text) {
    for (SmtpPhase phase : SmtpPhase.values()) {
      if (phase.name().toLowerCase(Locale.ROOT).equals(text)) {
        return phase;
      }
    }
    throw yaml.error(
        "phase",
        "must be one of " + Arrays.toString(SmtpPhase.values()).toLowerCase(Locale.ROOT) + ", not '"
            + text + "'");
  }

  private static List<Rule.Example> examples(RuleYaml yaml) {
    List<Rule.Example> examples =
        yaml.groupsOrTexts("examples", "text").stream().map(RuleFile::example).toList();
    if (examples.isEmpty()) {
      throw yaml.error("examples", "is missing; give at least one reply the rule is for");
    }
    return examples;
  }

  private static List<Rule.Example> counterExamples(RuleYaml yaml) {
    return yaml.groupsOrTexts("counter_examples", "text").stream()
        .map(RuleFile::example)
        .toList();
  }

  private static Rule.Example example(RuleYaml yaml) {
    yaml.only(EXAMPLE_KEYS);
    String status = yaml.optionalText("status");
    String reply = yaml.optionalText("reply");
    String phase = yaml.optionalText("phase");
    String category = yaml.optionalText("category");
    return new Rule.Example(
        new Reply(
            yaml.text("text"),
            status == null ? null : EnhancedStatusCode.find(status),
            reply == null ? null : replyCode(yaml, reply),
            phase == null ? null : phase(yaml, phase),
            yaml.optionalText("host"),
            yaml.optionalText("recipient")),
        category == null ? null : category(yaml, category));
  }
}
