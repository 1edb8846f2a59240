package org.bouncescan.classify;

import java.util.List;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the rule book: which replies it is for, and what they mean.
 *
 * @param id unique, {@code family.name}
 * @param subtype null when none
 * @param match phrases of which one must stand in the reply; empty where the codes alone decide
 * @param all phrases that must all stand in it
 * @param not phrases none of which may stand in it
 * @param when where and with which codes it counts
 * @param confidence how far its verdict can be trusted
 * @param clear true where the text says it so clearly that one message may suppress an address
 * @param examples replies it must decide; at least one
 * @param counterExamples replies it must not decide
 * @param source where the wording is known from
 * @param own true for a rule of the operator's own, which comes before every built-in one
 * @param file the file it stands in
 * @param line the line it starts at, from 1
 */
public record Rule(
    String id,
    Category category,
    @Nullable String subtype,
    List<String> match,
    List<String> all,
    List<String> not,
    Condition when,
    Confidence confidence,
    boolean clear,
    List<Example> examples,
    List<Example> counterExamples,
    String source,
    boolean own,
    String file,
    int line) {

  /**
   * Where and with which codes a rule counts; an empty list asks for nothing.
   *
   * @param provider names of providers.yml
   * @param host remote hosts, {@code example.com} for itself and all below it
   * @param status enhanced status codes, {@code 5.7.1} or {@code 5.7.*}
   * @param reply SMTP reply codes
   * @param phase where in the SMTP dialogue
   */
  public record Condition(
      List<String> provider,
      List<String> host,
      List<String> status,
      List<Integer> reply,
      List<SmtpPhase> phase) {
    static final Condition NONE =
        new Condition(List.of(), List.of(), List.of(), List.of(), List.of());

    /** True where it asks who said it. */
    boolean namesSomebody() {
      return !provider.isEmpty() || !host.isEmpty();
    }

    /** True where the codes and the phase are those asked for. */
    boolean fits(
        @Nullable EnhancedStatusCode code, @Nullable Integer replyCode, @Nullable SmtpPhase at) {
      return (status.isEmpty() || (code != null && fits(code)))
          && (reply.isEmpty() || (replyCode != null && reply.contains(replyCode)))
          && (phase.isEmpty() || (at != null && phase.contains(at)));
    }

    private boolean fits(EnhancedStatusCode code) {
      String text = code.toString();
      for (String pattern : status) {
        boolean fits = pattern.endsWith("*")
            ? text.startsWith(pattern.substring(0, pattern.length() - 1))
            : text.equals(pattern);
        if (fits) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A reply that shows what a rule is for.
   *
   * @param category what a counter-example means instead; null where the rule says it, or where it is not said
   */
  public record Example(Reply reply, @Nullable Category category) {}

  /** True where only codes, host and phase decide, not the text. */
  boolean isCodeRule() {
    return match.isEmpty() && all.isEmpty();
  }
}
