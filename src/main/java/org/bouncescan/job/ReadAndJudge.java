package org.bouncescan.job;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Provider;
import org.bouncescan.classify.Rule;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.RuleFileException;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.dsn.Limits;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReportReader;
import org.jspecify.annotations.Nullable;

/** The stages as they are: the report reader, and the classifier with built-in and own rules. */
final class ReadAndJudge implements Stages {
  private final CompletableFuture<ReportReader> reader;
  private final CompletableFuture<Classifier> classifier;

  private ReadAndJudge(
      CompletableFuture<ReportReader> reader, CompletableFuture<Classifier> classifier) {
    this.reader = reader;
    this.classifier = classifier;
  }

  /**
   * The stages of a job. Dialects and rules are the greater part of a start: they are read beside everything else, and
   * a run that finds no mail does not wait for them.
   *
   * @throws JobException when a rule file of the operator's can't be used
   */
  static ReadAndJudge of(JobSettings settings) throws JobException {
    JobSettings.Sender sender = settings.sender();
    Path rules = settings.rules();
    try {
      List<Rule> own = rules == null ? List.of() : RuleBook.own(List.of(rules));
      return new ReadAndJudge(
          CompletableFuture.supplyAsync(() -> new ReportReader(Limits.DEFAULT)),
          CompletableFuture.supplyAsync(() -> new Classifier(
              RuleBook.withOwn(own), SenderIdentity.of(sender.domains(), sender.ips()))));
    } catch (RuleFileException e) {
      throw new JobException(Ending.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<Outcome> read(byte[] message) {
    return classifier.join().outcomes(reader.join().read(message));
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
