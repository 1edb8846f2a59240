package org.bouncescan.cli;

import org.bouncescan.classify.Verdict;
import org.bouncescan.suppress.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What {@code explain} says about one reply.
 *
 * @param text the reply as given
 * @param measure what one message with this reply justifies by itself
 * @param why the category in plain words
 * @param nextStep who must do what
 * @param ruleSource where the rule comes from; null when the rule names no source
 */
record Explanation(
    String text,
    Verdict verdict,
    Measure measure,
    String why,
    String nextStep,
    @Nullable String ruleSource) {
  void writeTo(JsonLines lines) {
    lines
        .start()
        .field("text", text)
        .field("category", verdict.category().label())
        .field("subtype", verdict.subtype())
        .field("class", verdict.bounceClass().label())
        .field("resolver", ParsedRow.resolvers(verdict.resolvers()))
        .field("decision", measure.label())
        .field("status", ParsedRow.text(verdict.status()))
        .field("reply_code", verdict.replyCode())
        .field("rule", verdict.rule())
        .field("confidence", verdict.confidence().label())
        .field("conflict", verdict.conflict())
        .field("why", why)
        .field("next_step", nextStep)
        .end();
  }
}
