package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Resolver;
import org.bouncescan.ledger.Evidence;
import org.bouncescan.ledger.Finding;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.Rows.Row;
import org.bouncescan.report.Baseline;
import org.bouncescan.report.BounceRow;
import org.bouncescan.report.Contact;
import org.bouncescan.report.RunFiles;
import org.bouncescan.report.RunInfo;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** Hands what the ledger knows of a run to its files, row by row. */
final class Reporting {
  private final RunContext run;
  private final OutputFolder output;
  private final Ledger ledger;
  private final long id;

  Reporting(RunContext run, OutputFolder output) {
    this.run = run;
    this.output = output;
    this.ledger = run.ledger();
    this.id = run.run().id();
  }

  /** What names the run in run.json: the same however often it is started. */
  String name() {
    return run.settings().name() + "/" + run.run().folder();
  }

  /** The folder of this run where its files are durable already; null where they are not. */
  @Nullable
  Path finished() throws IOException {
    return RunFiles.finished(output.path(), name());
  }

  /**
   * Writes all files, unless an earlier start of this run has.
   *
   * @return the folder of the run
   */
  Path write(RunInfo info) throws IOException {
    Path finished = finished();
    if (finished != null) {
      return finished;
    }
    RunFiles.Setting setting = new RunFiles.Setting(
        output.path(),
        run.run().day(),
        name(),
        run.settings().suppression().targets().stream()
            .map(JobSettings.Target::settings)
            .toList(),
        run.inputs().known(),
        new Baseline(
            ledger.runs().countsBefore(id),
            ledger.runs().dailyMean(id, run.run().day())));
    try (RunFiles files = RunFiles.open(setting)) {
      fill(files, contactsAside(files));
      ledger.runs().recordCounts(id, files.counts());
      return files.commit(info);
    }
  }

  private void fill(RunFiles files, CompletableFuture<Void> contacts) {
    try {
      fill(files);
    } finally {
      contacts.exceptionally(failure -> null).join();
    }
    try {
      contacts.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Their file depends on no other and may be the longest, so that it is written beside the others. */
  private CompletableFuture<Void> contactsAside(RunFiles files) {
    return CompletableFuture.runAsync(() -> ledger.suppressions().held(id, (held, to, last) -> {
      Category category = held.category();
      if (category != null) {
        files.contact(contact(held, category, to, last));
      }
    }));
  }

  /** What holds for many rows comes first: it is the first thing that a reader of review.csv must know. */
  private void fill(RunFiles files) {
    ledger.suppressions().openGuardEvents().forEach(it -> files.guard(it.event()));
    run.badDays().news(run).forEach(files::guard);
    run.broken().forEach(files::broken);
    ledger
        .rows()
        .notFetched(id)
        .forEach(it -> files.broken(new BrokenLine(
            "mailbox " + it.mailbox() + ", UID",
            it.uid(),
            "the server did not hand it out (" + it.problem() + "); the next run tries again")));
    long[] done = {0};
    ledger.rows().each(id, row -> {
      files.bounce(bounce(row));
      if (++done[0] % 1000 == 0) {
        run.progress().advanced(Progress.Part.REPORT, done[0], done[0]);
      }
    });
    ledger.suppressions().after(id, files::suppression);
    JudgedClaims.of(run.inputs().claims().claims(), ledger).forEach(files::claim);
  }

  private Contact contact(
      Suppression held, Category category, @Nullable String recipient, Evidence last) {
    return new Contact(
        recipient == null ? held.address() : recipient,
        category,
        held.subtype(),
        held.count(),
        held.firstSeen(),
        held.lastSeen(),
        Objects.requireNonNullElse(last.diagnostic(), held.evidence()),
        last.remoteMta(),
        JudgedClaims.identity(last),
        last.originalMessageId(),
        ours());
  }

  private List<String> ours() {
    List<String> ours = new ArrayList<>(run.settings().sender().domains());
    ours.addAll(run.settings().sender().ips());
    return ours;
  }

  private BounceRow bounce(Row row) {
    Finding finding = row.finding();
    Evidence evidence = finding.evidence();
    Category category = finding.category();
    String bounceClass = evidence.bounceClass();
    String confidence = evidence.confidence();
    Measure measure = row.measure() == null ? Measure.NONE : Measure.valueOf(upper(row.measure()));
    String verified = verified(finding);
    return new BounceRow(
        row.receivedAt(),
        evidence.recipient() == null ? finding.address() : evidence.recipient(),
        finding.event(),
        category,
        finding.subtype(),
        bounceClass == null ? null : BounceClass.valueOf(upper(bounceClass)),
        resolvers(evidence.resolvers()),
        measure,
        Objects.requireNonNullElse(row.reason(), ""),
        NextSteps.of(
            finding.event(),
            category,
            finding.subtype(),
            measure,
            finding.address() != null,
            !verified.equals("no")),
        row.count(),
        evidence.status(),
        evidence.replyCode(),
        evidence.diagnostic() == null ? evidence.note() : evidence.diagnostic(),
        finding.rule(),
        confidence == null ? null : Confidence.valueOf(upper(confidence)),
        evidence.conflict(),
        verified,
        evidence.originalRecipient(),
        evidence.finalRecipient(),
        evidence.reportingMta(),
        evidence.remoteMta(),
        evidence.originalMessageId(),
        evidence.originalSubject(),
        evidence.campaign(),
        row.mailbox(),
        row.uid(),
        finding.provider().isEmpty() ? null : finding.provider(),
        evidence.masked());
  }

  private static String upper(String label) {
    return label.toUpperCase(Locale.ROOT);
  }

  private static List<Resolver> resolvers(@Nullable String labels) {
    List<Resolver> resolvers = new ArrayList<>();
    if (labels != null) {
      for (String label : labels.split(" ", -1)) {
        resolvers.add(Resolver.valueOf(upper(label)));
      }
    }
    return resolvers;
  }

  private String verified(Finding finding) {
    JobSettings.Sender sender = run.settings().sender();
    boolean checked =
        !sender.domains().isEmpty() || !sender.ips().isEmpty() || sender.verpPattern() != null;
    if (!checked) {
      return "unchecked";
    }
    return finding.verified() ? "yes" : "no";
  }

  /** The addresses to contact, in order, at most so many. */
  List<String> contacts(int limit) {
    List<String> addresses = new ArrayList<>();
    ledger
        .suppressions()
        .held(
            id,
            limit,
            (held, recipient, last) ->
                addresses.add(recipient == null ? held.address() : recipient));
    return addresses;
  }

  /** For the summary line. */
  static String pairs(Map<String, Long> counts) {
    StringBuilder line = new StringBuilder();
    counts.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
    return line.toString();
  }
}
