package org.bouncescan.job;

import java.nio.file.Path;
import java.util.List;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Provider;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.RuleFileException;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.dsn.Limits;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReportReader;
import org.jspecify.annotations.Nullable;

/** The stages as they are: the report reader, and the classifier with built-in and own rules. */
final class ReadAndJudge implements Stages {
  private final ReportReader reader = new ReportReader(Limits.DEFAULT);
  private final Classifier classifier;

  private ReadAndJudge(Classifier classifier) {
    this.classifier = classifier;
  }

  /**
   * The stages of a job.
   *
   * @throws JobException when a rule file of the operator's can't be used
   */
  static ReadAndJudge of(JobSettings settings) throws JobException {
    Path rules = settings.rules();
    try {
      RuleBook book = rules == null ? RuleBook.builtIn() : RuleBook.load(List.of(rules));
      JobSettings.Sender sender = settings.sender();
      return new ReadAndJudge(
          new Classifier(book, SenderIdentity.of(sender.domains(), sender.ips())));
    } catch (RuleFileException e) {
      throw new JobException(Ending.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<Outcome> read(byte[] message) {
    return classifier.outcomes(reader.read(message));
  }

  @Override
  public String provider(Outcome outcome) {
    String recipient = outcome.recipient();
    if (recipient == null) {
      return "";
    }
    RecipientStatus status = outcome.status();
    return Provider.of(domain(recipient), status == null ? null : status.remoteMta())
        .name();
  }

  private static @Nullable String domain(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? null : address.substring(at + 1);
  }
}
