package org.bouncescan.cli;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.Verdict;
import org.bouncescan.suppress.Measure;
import org.jspecify.annotations.Nullable;

/** A verdict in plain words. */
final class VerdictText {
  private VerdictText() {}

  /** One line: {@code recipient_restricted (allow_list), restricted; decision hold; rule …, high}. */
  static String headline(Verdict verdict, @Nullable Measure measure) {
    return name(verdict)
        + ", " + verdict.bounceClass().label()
        + (measure == null ? "" : "; decision " + measure.label())
        + "; to fix it: " + whoCanFixIt(verdict)
        + "; rule " + verdict.rule()
        + ", confidence " + verdict.confidence().label();
  }

  /** Everything {@code explain} has to say about one reply. */
  static void print(PrintWriter out, Explanation explanation) {
    Verdict verdict = explanation.verdict();
    line(out, "reply", RowWriter.printable(explanation.text()));
    line(out, "category", name(verdict) + ", class " + verdict.bounceClass().label());
    line(out, "why", explanation.why());
    line(out, "who can fix it", whoCanFixIt(verdict));
    line(out, "next step", explanation.nextStep());
    line(out, "decision", explanation.measure().label());
    line(out, "the server says", claim(verdict));
    line(out, "the code alone", codeAlone(verdict));
    line(
        out,
        "rule",
        verdict.rule()
            + (explanation.ruleSource() == null ? "" : " (" + explanation.ruleSource() + ")"));
    line(out, "next rule", verdict.runnerUp() == null ? "none matched" : verdict.runnerUp());
    line(out, "confidence", verdict.confidence().label());
  }

  private static String name(Verdict verdict) {
    return verdict.category().label()
        + (verdict.subtype() == null ? "" : " (" + verdict.subtype() + ")");
  }

  private static String whoCanFixIt(Verdict verdict) {
    return verdict.resolvers().stream()
        .map(Resolver::label)
        .map(label -> label.replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String claim(Verdict verdict) {
    Boolean permanent = verdict.claimedPermanent();
    if (permanent == null) {
      return "no code";
    }
    return (permanent ? "permanent" : "temporary") + " (" + codes(verdict) + ")";
  }

  private static String codes(Verdict verdict) {
    String reply = verdict.replyCode() == null ? "" : verdict.replyCode() + " ";
    String status = verdict.status() == null ? "" : verdict.status().toString();
    return (reply + status).strip();
  }

  private static String codeAlone(Verdict verdict) {
    if (verdict.codeMeaning() == null) {
      return "says nothing";
    }
    return "would say " + verdict.codeMeaning().label()
        + (verdict.conflict() ? "; the text says otherwise, and the text counts" : "");
  }

  private static void line(PrintWriter out, String label, String value) {
    out.printf("%-16s%s%n", label, value);
  }
}
