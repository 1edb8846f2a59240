package org.bouncescan.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Guidance;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Reply;
import org.bouncescan.classify.Rule;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.RuleFileException;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.DeliveryReport;
import org.bouncescan.dsn.Limits;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.ReportReader;
import org.bouncescan.mailbox.MessageSource;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.SuppressionPolicy;
import org.bouncescan.suppress.SuppressionSettings;
import org.jspecify.annotations.Nullable;

/** The stages as they are: report reader, rule book with own rules, and the default decisions. */
final class Stages implements Judging {
  private static final PerMessageFields UNREAD =
      new PerMessageFields("none", false, null, null, null, null, null, null, null);

  private final ReportReader reader = new ReportReader(Limits.DEFAULT);
  private final RuleBook rules;
  private final Classifier classifier;
  private final SuppressionPolicy policy = new SuppressionPolicy(SuppressionSettings.DEFAULT);

  private Stages(RuleBook rules) {
    this.rules = rules;
    this.classifier = new Classifier(rules, SenderIdentity.UNKNOWN);
  }

  /** With the operator's own rules, or none. */
  static Stages with(@Nullable Path rules) {
    return new Stages(rules(rules));
  }

  static RuleBook rules(@Nullable Path own) {
    try {
      return own == null ? RuleBook.builtIn() : RuleBook.load(List.of(own));
    } catch (RuleFileException e) {
      throw new CommandFailure(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<ParsedRow> read(MessageSource source) {
    DeliveryReport report = source instanceof MessageSource.Message message
        ? reader.read(message.bytes())
        : new DeliveryReport.Unparsable(UNREAD, ((MessageSource.Unreadable) source).reason());
    List<ParsedRow> rows = new ArrayList<>();
    for (Outcome outcome : classifier.outcomes(report)) {
      Measure measure = outcome.event() == Event.NOT_A_REPORT ? null : policy.alone(outcome);
      rows.add(new ParsedRow(source.source(), outcome, measure));
    }
    return rows;
  }

  @Override
  public Explanation explain(String text) {
    Verdict verdict = classifier.judge(Reply.ofText(text));
    Guidance guidance = Guidance.of(verdict);
    Rule rule = rules.rule(verdict.rule());
    return new Explanation(
        text,
        verdict,
        policy.alone(verdict),
        guidance.why(),
        guidance.nextStep(),
        rule == null ? null : rule.source());
  }
}
