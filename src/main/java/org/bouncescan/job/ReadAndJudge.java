package org.bouncescan.job;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final ReportReader reader;
  private final Classifier classifier;

  private ReadAndJudge(ReportReader reader, Classifier classifier) {
    this.reader = reader;
    this.classifier = classifier;
  }

  /**
   * The stages of a job.
   *
   * @throws JobException when a rule file of the operator's can't be used
   */
  static ReadAndJudge of(JobSettings settings) throws JobException {
    Path rules = settings.rules();
    // Dialects and rules are the greater part of a start, and know nothing of each other.
    CompletableFuture<ReportReader> reader =
        CompletableFuture.supplyAsync(() -> new ReportReader(Limits.DEFAULT));
    try {
      RuleBook book = rules == null ? RuleBook.builtIn() : RuleBook.load(List.of(rules));
      JobSettings.Sender sender = settings.sender();
      Classifier classifier =
          new Classifier(book, SenderIdentity.of(sender.domains(), sender.ips()));
      return new ReadAndJudge(reader.join(), classifier);
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
