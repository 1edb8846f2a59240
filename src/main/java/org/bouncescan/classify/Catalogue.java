package org.bouncescan.classify;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page that explains all categories, made from the data. */
final class Catalogue {
  private Catalogue() {}

  /** All categories as Markdown: a table, and a section each. */
  static String markdown(RuleBook book) {
    StringBuilder out = new StringBuilder();
    out.append("# What a bounce means\n\n")
        .append(
            "| category | class | meaning | who can fix it | decision |\n|---|---|---|---|---|\n");
    for (Category category : Category.values()) {
      Guidance.CategoryText text = Guidance.text(category);
      out.append("| [")
          .append(category.label())
          .append("](#")
          .append(category.label())
          .append(") | ")
          .append(category.bounceClass().label())
          .append(" | ")
          .append(cell(text.meaning()))
          .append(" | ")
          .append(whoCanFixIt(category))
          .append(" | ")
          .append(cell(text.decision()))
          .append(" |\n");
    }
    for (Category category : Category.values()) {
      section(out, book, Guidance.text(category));
    }
    return out.toString();
  }

  private static void section(StringBuilder out, RuleBook book, Guidance.CategoryText text) {
    Category category = text.category();
    out.append("\n## ")
        .append(category.label())
        .append("\n\n")
        .append(text.guidance().why())
        .append("\n\n")
        .append("- **Class**: ")
        .append(category.bounceClass().label())
        .append('\n')
        .append("- **Who can fix it**: ")
        .append(whoCanFixIt(category))
        .append('\n')
        .append("- **Decision**: ")
        .append(text.decision())
        .append('\n')
        .append("- **Next step**: ")
        .append(text.guidance().nextStep())
        .append('\n')
        .append("- **Typical codes**: ")
        .append(text.codes())
        .append('\n');
    text.subtypes()
        .forEach((name, guidance) -> out.append("- **")
            .append(name)
            .append("**: ")
            .append(guidance.why())
            .append(' ')
            .append(guidance.nextStep())
            .append('\n'));
    out.append("\nTypical replies:\n\n```\n");
    text.replies().forEach(reply -> out.append(reply).append('\n'));
    out.append("```\n");
    names(out, text.names());
    List<String> rules = book.rules().stream()
        .filter(rule -> rule.category() == category)
        .map(Rule::id)
        .toList();
    out.append("\nRules: ")
        .append(rules.isEmpty() ? "none" : String.join(", ", new TreeSet<>(rules)))
        .append('\n');
  }

  private static void names(StringBuilder out, Map<String, String> names) {
    if (names.isEmpty()) {
      return;
    }
    out.append("\n| ")
        .append(String.join(" | ", names.keySet()))
        .append(" |\n|")
        .append("---|".repeat(names.size()))
        .append("\n| ")
        .append(names.values().stream().map(Catalogue::cell).collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String whoCanFixIt(Category category) {
    return category.resolvers().stream()
        .map(it -> it.label().replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
