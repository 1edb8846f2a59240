package org.bouncescan.classify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What the codes mean when no text says more: the IANA registry of enhanced status codes (RFC 5248) with its RFCs, and
 * the SMTP reply codes.
 */
final class StatusCodes {
  private static final class Holder {
    static final StatusCodes BUILT_IN = read();
  }

  /**
   * What a code means.
   *
   * @param name the code as rules and verdicts name it: {@code code.x.1.1}, {@code reply.552}
   * @param title as registered
   * @param source the RFC
   * @param category what it says on its face
   * @param also categories with which it is commonly and rightly used
   */
  record Meaning(
      String name,
      String title,
      String source,
      Category category,
      @Nullable String subtype,
      Set<Category> also,
      Confidence confidence) {
    /** True where a text of this category does not contradict the code. */
    boolean agreesWith(Category other) {
      return category == other || category == Category.UNDETERMINED || also.contains(other);
    }
  }

  private final Map<String, Meaning> meanings = new HashMap<>();

  private StatusCodes() {}

  static StatusCodes builtIn() {
    return Holder.BUILT_IN;
  }

  /** The meaning of a code; of its subject where the detail is unknown (RFC 3463 section 2); null where neither is. */
  @Nullable
  Meaning of(EnhancedStatusCode code) {
    String rest = code.subject() + "." + code.detail();
    Meaning exact = meanings.get(code.statusClass() + "." + rest);
    if (exact == null) {
      exact = meanings.get("x." + rest);
    }
    return exact != null ? exact : meanings.get("x." + code.subject() + ".0");
  }

  /** The meaning of a bare SMTP reply code; null where it says no more than success or failure. */
  @Nullable
  Meaning of(int replyCode) {
    return meanings.get(Integer.toString(replyCode));
  }

  /** All entries, by code. */
  Map<String, Meaning> all() {
    return Map.copyOf(meanings);
  }

  private static StatusCodes read() {
    StatusCodes codes = new StatusCodes();
    RuleYaml top = Resource.yaml("status-codes.yml");
    top.only(List.of("codes", "replies"));
    for (String list : List.of("codes", "replies")) {
      for (RuleYaml yaml : top.groups(list)) {
        yaml.only(List.of("code", "title", "source", "category", "subtype", "also", "confidence"));
        String code = yaml.text("code");
        boolean bare = list.equals("replies");
        Meaning meaning = new Meaning(
            (bare ? "reply." : "code.") + code,
            yaml.text("title"),
            yaml.text("source"),
            category(yaml, yaml.text("category")),
            yaml.optionalText("subtype"),
            yaml.texts("also").stream()
                .map(it -> category(yaml, it))
                .collect(Collectors.toUnmodifiableSet()),
            bare || "low".equals(yaml.optionalText("confidence"))
                ? Confidence.LOW
                : Confidence.MEDIUM);
        if (codes.meanings.put(code, meaning) != null) {
          throw yaml.error("code", code + " stands here a second time");
        }
      }
    }
    return codes;
  }

  private static Category category(RuleYaml yaml, String label) {
    Category category = Category.ofLabel(label);
    if (category == null) {
      throw yaml.error("category", "is not one of the categories: " + label);
    }
    return category;
  }
}
