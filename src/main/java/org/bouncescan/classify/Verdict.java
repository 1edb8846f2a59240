package org.bouncescan.classify;

import java.util.List;
import java.util.Objects;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on one reply: what it is about, who can fix it, and why we say so.
 *
 * @param category what it is about
 * @param subtype a finer distinction within the category ({@code allow_list}, {@code bad_syntax}, …); null when none
 * @param bounceClass what kind of statement it is; follows from category and subtype
 * @param resolvers who can fix it, the first one first; never empty
 * @param claimedPermanent true when the server claimed a permanent failure (5yz, 5.y.z), false for a transient one, null
 *     when it claimed nothing
 * @param statedClearly true where the text itself, not a bare code, says it; only then may one message suppress
 * @param status the enhanced status code that counts; null when none was given
 * @param replyCode the SMTP reply code that counts; null when none was given
 * @param rule the id of the rule that decided; never null
 * @param confidence how far the verdict can be trusted
 * @param conflict true when the code alone would have said something else
 * @param codeMeaning the category the code alone would give; null when there is no code
 * @param runnerUp the id of the rule that would have decided next; null when none matched
 * @param maskedText the reply with addresses, IPs, ids and URLs masked: what summaries group by
 */
public record Verdict(
    Category category,
    @Nullable String subtype,
    BounceClass bounceClass,
    List<Resolver> resolvers,
    @Nullable Boolean claimedPermanent,
    boolean statedClearly,
    @Nullable EnhancedStatusCode status,
    @Nullable Integer replyCode,
    String rule,
    Confidence confidence,
    boolean conflict,
    @Nullable Category codeMeaning,
    @Nullable String runnerUp,
    String maskedText) {
  public Verdict {
    Objects.requireNonNull(category, "category is null");
    Objects.requireNonNull(rule, "rule is null");
    resolvers = List.copyOf(resolvers);
  }

  /**
   * The same about a recipient and a reply that were found by guesswork: of medium confidence where a server's own reply
   * was found, else of low confidence.
   *
   * @param alone false where several recipients were found, and the reply may be another's
   */
  Verdict guessed(boolean alone) {
    boolean replied = alone && replyCode != null && confidence == Confidence.HIGH;
    Confidence most = replied ? Confidence.MEDIUM : Confidence.LOW;
    return new Verdict(
        category,
        subtype,
        bounceClass,
        resolvers,
        claimedPermanent,
        statedClearly,
        status,
        replyCode,
        rule,
        most,
        conflict,
        codeMeaning,
        runnerUp,
        maskedText);
  }
}
