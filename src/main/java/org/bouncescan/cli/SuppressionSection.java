package org.bouncescan.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncescan.classify.Category;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.job.JobSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code suppression:} in a job file: what differs from the built-in decisions.
 *
 * @param thresholds by category
 * @param expireDays after how many days a suppression for this category ends
 * @param claims file with claims of allow-listing; null for none
 * @param deliveries file with addresses that took mail meanwhile; null for none
 * @param known file with addresses the mailing system already suppresses; null for none
 */
record SuppressionSection(
    Map<Category, Threshold> thresholds,
    Map<Category, Integer> expireDays,
    Guard guard,
    @Nullable Path claims,
    @Nullable Path deliveries,
    @Nullable Path known,
    List<Target> targets) {
  static final SuppressionSection NONE =
      new SuppressionSection(Map.of(), Map.of(), Guard.DEFAULT, null, null, null, List.of());

  SuppressionSection {
    thresholds = Map.copyOf(thresholds);
    expireDays = Map.copyOf(expireDays);
    targets = List.copyOf(targets);
  }

  /**
   * When an address is suppressed.
   *
   * @param messages distinct messages that must have failed, for {@code AFTER}; else 0
   * @param days over at least so many days, for {@code AFTER}; else 0
   */
  record Threshold(When when, int messages, int days) {
    /** {@code now}, {@code N/Dd}, {@code hold}, {@code never}. */
    enum When {
      NOW,
      AFTER,
      HOLD,
      NEVER
    }

    String text() {
      return when == When.AFTER
          ? messages + "/" + days + "d"
          : when.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When new suppressions of one provider or one rule are held back.
   *
   * @param floor fewer than this are never held; null for the default
   * @param factor more than this many times the usual number is held; null for the default
   */
  record Guard(
      boolean enabled, @Nullable Integer floor, @Nullable Double factor) {
    static final Guard DEFAULT = new Guard(true, null, null);
  }

  /**
   * A file for the importer of a mailing system.
   *
   * @param content {@code full}, {@code new} or {@code both}
   * @param reasons which reasons go in; empty for the format's own choice
   * @param line where it stands in the job file, for errors about the format's name
   */
  record Target(String format, String content, List<String> reasons, int line) {}

  private static final Pattern AFTER = Pattern.compile("(\\d{1,3})/(\\d{1,4})d");

  static SuppressionSection read(YamlSection yaml, Path folder) {
    Map<Category, Threshold> thresholds = new EnumMap<>(Category.class);
    Map<Category, Integer> expire = new EnumMap<>(Category.class);
    byCategory(yaml.section("thresholds"), (key, value) -> thresholds.put(key, threshold(value)));
    byCategory(yaml.section("expire"), (key, value) -> expire.put(key, ValueTypes.days(value)));
    Guard guard = guard(yaml.section("guard"));
    Path claims = yaml.optional("claims", ValueTypes.path(folder));
    Path deliveries = yaml.optional("deliveries", ValueTypes.path(folder));
    Path known = yaml.optional("known", ValueTypes.path(folder));
    List<Target> targets = new ArrayList<>();
    for (YamlSection target : yaml.sections("targets")) {
      targets.add(target(target));
    }
    yaml.end();
    return new SuppressionSection(thresholds, expire, guard, claims, deliveries, known, targets);
  }

  private static Guard guard(@Nullable YamlSection yaml) {
    if (yaml == null) {
      return Guard.DEFAULT;
    }
    Guard guard = new Guard(
        yaml.value("enabled", ValueTypes::flag, true),
        yaml.optional("floor", ValueTypes.integer(1, 1_000_000)),
        yaml.optional("factor", ValueTypes.decimal(1, 1_000)));
    yaml.end();
    return guard;
  }

  private static Target target(YamlSection yaml) {
    String format = yaml.required("format", "amazon_ses_csv");
    Scalar format1 = yaml.scalar("format");
    Scalar content = yaml.scalar("content");
    List<String> contents = List.of("full", "new", "both");
    if (content != null && !contents.contains(content.text())) {
      throw ValueTypes.notOneOf(content, contents);
    }
    Target target = new Target(
        format,
        content == null ? "full" : content.text(),
        yaml.texts("reasons", List.of()),
        format1 == null ? 0 : format1.line());
    yaml.end();
    return target;
  }

  private static void byCategory(
      @Nullable YamlSection yaml, java.util.function.BiConsumer<Category, Scalar> sink) {
    if (yaml == null) {
      return;
    }
    List<String> labels = Arrays.stream(Category.values()).map(Category::label).toList();
    yaml.entries().forEach((key, value) -> {
      Category category = Category.ofLabel(key);
      if (category == null) {
        String close = Spelling.closest(key, labels);
        throw yaml.error(
            key,
            "unknown category '" + key + "'"
                + (close == null
                    ? "; 'bouncescan rules' lists them"
                    : " (did you mean '" + close + "'?)"));
      }
      sink.accept(category, value);
    });
  }

  static Threshold threshold(Scalar value) {
    Matcher m = AFTER.matcher(value.text());
    if (m.matches()) {
      int messages = Integer.parseInt(m.group(1));
      int days = Integer.parseInt(m.group(2));
      if (messages < 1) {
        throw value.error("'" + value.text() + "': at least one message");
      }
      return new Threshold(Threshold.When.AFTER, messages, days);
    }
    return switch (value.text()) {
      case "now" -> new Threshold(Threshold.When.NOW, 0, 0);
      case "hold" -> new Threshold(Threshold.When.HOLD, 0, 0);
      case "never" -> new Threshold(Threshold.When.NEVER, 0, 0);
      default ->
        throw value.error("'" + value.text()
            + "' is no threshold; write now, hold, never, or messages/days as in 3/21d");
    };
  }

  JobSettings.Suppression settings() {
    Map<Category, String> limits = new EnumMap<>(Category.class);
    thresholds.forEach((category, threshold) -> limits.put(category, threshold.text()));
    return new JobSettings.Suppression(
        limits,
        expireDays,
        guard.enabled(),
        guard.floor(),
        guard.factor(),
        claims,
        deliveries,
        known,
        targets.stream()
            .map(it -> new JobSettings.Target(it.format(), it.content(), it.reasons()))
            .toList());
  }
}
