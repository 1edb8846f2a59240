package org.bouncescan.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Guidance;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.job.JobSettings;
import org.bouncescan.suppress.GuardSettings;
import org.bouncescan.suppress.Kind;
import org.bouncescan.suppress.Repeated;
import org.bouncescan.suppress.SuppressionSettings;
import org.bouncescan.suppress.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * {@code suppression:} in a job file.
 *
 * @param decisions the built-in decisions with what the file changes
 * @param claims file with claims of allow-listing; null for none
 * @param deliveries file with addresses that took mail meanwhile; null for none
 * @param known file with addresses the mailing system already suppresses; null for none
 */
record SuppressionSection(
    SuppressionSettings decisions,
    @Nullable Path claims,
    @Nullable Path deliveries,
    @Nullable Path known,
    List<Target> targets) {
  static final SuppressionSection NONE =
      new SuppressionSection(SuppressionSettings.DEFAULT, null, null, null, List.of());

  SuppressionSection {
    targets = List.copyOf(targets);
  }

  /**
   * A file for the importer of a mailing system.
   *
   * @param content {@code full}, {@code new} or {@code both}
   * @param reasons which reasons go in; empty for the format's own choice
   * @param file what the file is called, without extension; null for the format's own name
   * @param line where it stands in the job file, for errors about the format's name
   */
  record Target(
      String format,
      String content,
      List<String> reasons,
      @Nullable String file,
      int line) {}

  private static final int MOST_DAYS = 3_650;

  static SuppressionSection read(YamlSection yaml, Path folder) {
    SuppressionSettings base = SuppressionSettings.DEFAULT;
    SuppressionSettings decisions = new SuppressionSettings(
        thresholds(yaml.section("thresholds"), base),
        repeated(yaml.section("repeated"), base),
        yaml.value("ambiguous_hard", SuppressionSection::threshold, base.ambiguousHard()),
        expiry(yaml.section("expire")),
        days(yaml, "forget_after", base.forgetAfter()),
        days(yaml, "claim_proof", base.claimProof()),
        base.suppressUnverified(),
        guard(yaml.section("guard"), base.guard()));
    Path claims = yaml.optional("claims", ValueTypes.path(folder));
    Path deliveries = yaml.optional("deliveries", ValueTypes.path(folder));
    Path known = yaml.optional("known", ValueTypes.path(folder));
    List<Target> targets =
        yaml.sections("targets").stream().map(SuppressionSection::target).toList();
    yaml.end();
    return new SuppressionSection(decisions, claims, deliveries, known, targets);
  }

  /** A category changes all its subtypes; {@code category/subtype} changes one. */
  private static Map<Kind, Threshold> thresholds(
      @Nullable YamlSection yaml, SuppressionSettings base) {
    Map<Kind, Threshold> finer = new HashMap<>();
    SuppressionSettings changed = base;
    if (yaml != null) {
      for (Map.Entry<String, Scalar> it : yaml.entries().entrySet()) {
        int slash = it.getKey().indexOf('/');
        Category category =
            category(yaml, it.getKey(), slash < 0 ? it.getKey() : it.getKey().substring(0, slash));
        if (slash < 0) {
          changed = changed.with(category, threshold(it.getValue()));
        } else {
          String subtype = it.getKey().substring(slash + 1);
          if (!Guidance.subtypes(category).contains(subtype)) {
            throw yaml.error(
                it.getKey(),
                category.label() + " has no subtype '" + subtype + "'; it has: "
                    + String.join(", ", Guidance.subtypes(category)));
          }
          finer.put(Kind.of(category, subtype), threshold(it.getValue()));
        }
      }
    }
    Map<Kind, Threshold> thresholds = new HashMap<>(changed.thresholds());
    thresholds.putAll(finer);
    return thresholds;
  }

  /** Which of the three reasons that do not suppress at once lead to more when they come back, and how often. */
  private static Map<Category, Repeated> repeated(
      @Nullable YamlSection yaml, SuppressionSettings base) {
    Map<Category, Repeated> repeated = new HashMap<>(base.repeated());
    byCategory(yaml, (category, value) -> {
      Repeated before = base.repeated().get(category);
      if (before == null) {
        throw value.error("'" + category.label() + "' does not repeat into anything; possible: "
            + String.join(
                ", ",
                base.repeated().keySet().stream().map(Category::label).sorted().toList()));
      }
      Threshold threshold = threshold(value);
      switch (threshold.when()) {
        case AFTER -> repeated.put(category, new Repeated(threshold, before.measure()));
        case NEVER -> repeated.remove(category);
        case NOW, HOLD ->
          throw value.error("'" + value.text() + "': write messages/days as in 3/30d, or never");
      }
    });
    return repeated;
  }

  private static Map<Category, Duration> expiry(@Nullable YamlSection yaml) {
    Map<Category, Duration> expiry = new HashMap<>();
    byCategory(yaml, (category, value) -> expiry.put(category, Duration.ofDays(atLeastOne(value))));
    return expiry;
  }

  private static Duration days(YamlSection yaml, String key, Duration otherwise) {
    return Duration.ofDays(
        yaml.value(key, SuppressionSection::atLeastOne, (int) otherwise.toDays()));
  }

  private static int atLeastOne(Scalar value) {
    int days = ValueTypes.days(value);
    if (days < 1 || days > MOST_DAYS) {
      throw value.error("'" + value.text() + "' must be from 1d to " + MOST_DAYS + "d");
    }
    return days;
  }

  private static GuardSettings guard(@Nullable YamlSection yaml, GuardSettings base) {
    if (yaml == null) {
      return base;
    }
    int floor = yaml.value("floor", ValueTypes.integer(1, 1_000_000), base.floor());
    GuardSettings guard = new GuardSettings(
        yaml.value("enabled", ValueTypes::flag, base.enabled()),
        floor,
        yaml.value("factor", ValueTypes.decimal(1, 1_000), base.factor()),
        yaml.value("rule_floor", ValueTypes.integer(1, 10_000_000), floor * 10),
        yaml.value("usual_over", SuppressionSection::atLeastOne, base.usualDays()),
        yaml.value("confirm_after", SuppressionSection::atLeastOne, base.confirmDays()),
        yaml.value("review_for", SuppressionSection::atLeastOne, base.reviewDays()),
        yaml.value("margin", ValueTypes::duration, base.margin()));
    yaml.end();
    return guard;
  }

  private static Target target(YamlSection yaml) {
    String format = yaml.required("format", "amazon_ses_csv");
    Scalar content = yaml.scalar("content");
    List<String> contents = List.of("full", "new", "both");
    if (content != null && !contents.contains(content.text())) {
      throw ValueTypes.notOneOf(content, contents);
    }
    Target target = new Target(
        format,
        content == null ? "full" : content.text(),
        yaml.texts("reasons", List.of()),
        yaml.optional("file", SuppressionSection::fileName),
        Objects.requireNonNull(yaml.scalar("format")).line());
    yaml.end();
    return target;
  }

  private static String fileName(Scalar value) {
    if (!value.text().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
        || value.text().matches(".*-(new|\\d+)")) {
      throw value.error(
          "'" + value.text() + "' can't name a file here; write letters, digits, - and _,"
              + " no extension, and neither -new nor a number at the end");
    }
    return value.text();
  }

  private static void byCategory(@Nullable YamlSection yaml, BiConsumer<Category, Scalar> sink) {
    if (yaml != null) {
      yaml.entries().forEach((key, value) -> sink.accept(category(yaml, key, key), value));
    }
  }

  private static Category category(YamlSection yaml, String key, String label) {
    Category category = Category.ofLabel(label);
    if (category == null) {
      String close = Spelling.closest(
          label, Arrays.stream(Category.values()).map(Category::label).toList());
      throw yaml.error(
          key,
          "unknown category '" + label + "'"
              + (close == null
                  ? "; 'bouncescan rules' lists them"
                  : " (did you mean '" + close + "'?)"));
    }
    return category;
  }

  private static Threshold threshold(Scalar value) {
    try {
      return Threshold.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw value.error(String.valueOf(e.getMessage()));
    }
  }

  JobSettings.Suppression settings() {
    return new JobSettings.Suppression(
        decisions,
        claims,
        deliveries,
        known,
        targets.stream()
            .map(it -> new JobSettings.Target(it.format(), it.content(), it.reasons(), it.file()))
            .toList());
  }
}
