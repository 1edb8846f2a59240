package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a category means and what to do about it, in plain words.
 *
 * @param why what happened, as a marketer reads it
 * @param nextStep who must do what
 */
public record Guidance(String why, String nextStep) {
  private static final class Holder {
    static final Map<Category, CategoryText> TEXTS = read();
  }

  /**
   * All that the catalogue says of a category.
   *
   * @param meaning one sentence
   * @param codes the codes it typically comes with
   * @param decision the default decision, in words
   * @param subtypes by name, in order
   * @param replies typical replies
   * @param names what other systems call it, by system, in order
   */
  record CategoryText(
      Category category,
      String meaning,
      String codes,
      String decision,
      Guidance guidance,
      Map<String, Guidance> subtypes,
      List<String> replies,
      Map<String, String> names) {}

  /** The words for a verdict. */
  public static Guidance of(Verdict verdict) {
    return of(verdict.category(), verdict.subtype());
  }

  /** The words for a category, and for its subtype where there is one. */
  public static Guidance of(Category category, @Nullable String subtype) {
    CategoryText text = text(category);
    Guidance finer = subtype == null ? null : text.subtypes().get(subtype);
    return finer == null ? text.guidance() : finer;
  }

  /** The subtypes that a category has, in order. */
  public static Set<String> subtypes(Category category) {
    return text(category).subtypes().keySet();
  }

  static CategoryText text(Category category) {
    CategoryText text = Holder.TEXTS.get(category);
    if (text == null) {
      throw new IllegalStateException("categories.yml says nothing of " + category.label());
    }
    return text;
  }

  private static Map<Category, CategoryText> read() {
    Map<Category, CategoryText> texts = new EnumMap<>(Category.class);
    RuleYaml top = Resource.yaml("categories.yml");
    top.only(List.of("categories"));
    for (RuleYaml yaml : top.groups("categories")) {
      yaml.only(List.of(
          "category",
          "meaning",
          "codes",
          "decision",
          "why",
          "next_step",
          "subtypes",
          "replies",
          "names"));
      Category category = Category.ofLabel(yaml.text("category"));
      if (category == null) {
        throw yaml.error("category", "is not one of the categories");
      }
      texts.put(category, text(category, yaml));
    }
    return texts;
  }

  private static CategoryText text(Category category, RuleYaml yaml) {
    Map<String, Guidance> subtypes = new LinkedHashMap<>();
    for (RuleYaml sub : yaml.groups("subtypes")) {
      sub.only(List.of("name", "why", "next_step"));
      subtypes.put(sub.text("name"), new Guidance(sub.text("why"), sub.text("next_step")));
    }
    Map<String, String> names = new LinkedHashMap<>();
    RuleYaml others = yaml.group("names");
    if (others != null) {
      for (String system : new ArrayList<>(others.keys())) {
        names.put(system, others.text(system));
      }
    }
    return new CategoryText(
        category,
        yaml.text("meaning"),
        yaml.text("codes"),
        yaml.text("decision"),
        new Guidance(yaml.text("why"), yaml.text("next_step")),
        subtypes,
        yaml.texts("replies"),
        names);
  }
}
