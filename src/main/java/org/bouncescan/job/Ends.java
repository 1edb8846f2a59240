package org.bouncescan.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.ledger.Mailboxes.Fared;
import org.bouncescan.ledger.Rows.Counted;
import org.bouncescan.ledger.Suppressions.OpenEvent;
import org.bouncescan.report.RunInfo;
import org.bouncescan.suppress.Guard;
import org.jspecify.annotations.Nullable;

/** What comes after deciding: files, settling, and the answer to whoever started the run. */
final class Ends {
  private static final int CONTACTS = 100;

  /** Longer than any threshold counts, so that forgetting changes no decision. */
  private static final int DAYS_KEPT = 400;

  private final RunContext run;
  private final Reporting reporting;
  private final Set<Ending> settling = EnumSet.noneOf(Ending.class);
  private long settled;
  private @Nullable Path folder;
  private @Nullable Counted counted;

  Ends(RunContext run, OutputFolder output) {
    this.run = run;
    this.reporting = new Reporting(run, output);
  }

  /** True where no mailbox could be opened, so that there is nothing to tell but that. */
  private boolean nothingToTell() {
    List<Fared> mailboxes = run.ledger().mailboxes().fared(run.run().id());
    return !mailboxes.isEmpty()
        && mailboxes.stream().allMatch(it -> it.ending() != null)
        && run.ledger().rows().messages(run.run().id()).isEmpty();
  }

  /** Writes the files; from then on messages may be settled. */
  void report() throws JobException {
    if (nothingToTell()) {
      return;
    }
    warnings();
    Instant now = run.clock().instant();
    RunInfo info = new RunInfo(
        reporting.name(),
        version(),
        run.run().startedAt(),
        now,
        ending().exitCode(),
        counts(),
        Map.of("total", now.toEpochMilli() - run.run().startedAt().toEpochMilli()),
        run.warnings().lines());
    try {
      folder = reporting.write(info);
    } catch (IOException | UncheckedIOException e) {
      throw new JobException(
          Ending.CONFIGURATION,
          run.settings().output().folder() + ": the files can't be written (" + e.getMessage()
              + "); make room or give this user the right to write, then run again: nothing is lost",
          e);
    }
    run.ledger().runs().reported(run.run().id());
  }

  /** What a person should look at. */
  private void warnings() {
    // A run that goes on after its scan has not said it yet.
    for (Fared fared : run.ledger().mailboxes().fared(run.run().id())) {
      if (fared.problem() != null) {
        run.warn(fared.mailbox() + ": " + fared.problem());
      }
    }
    run.ledger().suppressions().openGuardEvents().stream()
        .map(OpenEvent::event)
        .forEach(it -> run.warn(Guard.warning(it)));
    run.badDays().news(run).forEach(it -> run.warn(Guard.warning(it)));
    long failed = counted().messages().getOrDefault("failed", 0L);
    if (failed > 0) {
      run.warn(failed + " messages were not handed out by the server; the next run tries again");
    }
    long unreadable = counted().events().getOrDefault("unparsable", 0L);
    if (unreadable > 0) {
      run.warn(unreadable + " messages can't be read and are set aside: see review.csv");
    }
  }

  /** Settles the messages on the server. */
  void settle() {
    if (run.dryRun() || nothingToTell()) {
      return;
    }
    Settling work = new Settling(run);
    for (JobSettings.Mailbox mailbox : run.settings().mailboxes()) {
      Settling.Outcome outcome = work.settle(mailbox);
      settling.add(outcome.ending());
      settled += outcome.settled();
    }
  }

  private Ending ending() {
    Set<Ending> endings = EnumSet.of(Ending.DONE);
    endings.addAll(settling);
    for (Fared fared : run.ledger().mailboxes().fared(run.run().id())) {
      if (fared.ending() != null) {
        endings.add(Ending.valueOf(fared.ending()));
      }
    }
    if (!run.warnings().isEmpty()) {
      endings.add(Ending.LOOK);
    }
    return Endings.gravest(endings);
  }

  /** Counted once: neither reporting nor settling changes what was read. */
  private Counted counted() {
    Counted once = counted;
    if (once == null) {
      once = run.ledger().rows().counted(run.run().id());
      counted = once;
    }
    return once;
  }

  private Map<String, Long> counts() {
    long id = run.run().id();
    Map<String, Long> messages = counted().messages();
    Map<String, Long> counts = new LinkedHashMap<>();
    List<Fared> mailboxes = run.ledger().mailboxes().fared(id);
    counts.put("mailboxes", (long) run.settings().mailboxes().size());
    counts.put("listed", mailboxes.stream().mapToLong(Fared::listed).sum());
    counts.put("read", messages.getOrDefault("recorded", 0L));
    counts.put("again", messages.getOrDefault("linked", 0L));
    counts.put("vanished", messages.getOrDefault("vanished", 0L));
    counts.put("not_fetched", messages.getOrDefault("failed", 0L));
    counts.put("set_aside", counted().events().getOrDefault("unparsable", 0L));
    run.ledger().suppressions().count().forEach((state, count) -> counts.put(state.label(), count));
    return counts;
  }

  JobResult stopped() {
    return answer(Ending.TRY_AGAIN);
  }

  JobResult result() {
    JobResult result = answer(ending());
    run.ledger()
        .runs()
        .end(run.run().id(), run.clock().instant(), result.ending().exitCode(), result.summary());
    Integer days = run.settings().ledger().retentionDays();
    Duration kept = Duration.ofDays(days == null ? DAYS_KEPT : days);
    Instant now = run.ledger().runs().trustedTime(run.run());
    if (now != null) {
      run.ledger().retention().forgetBefore(now.minus(kept));
    }
    return result;
  }

  private JobResult answer(Ending ending) {
    Map<String, Long> counts = counts();
    counts.put("settled", settled);
    Map<String, Long> events = counted().events();
    Map<String, Long> categories = counted().categories();
    return new JobResult(
        ending,
        folder(),
        counts,
        events,
        categories,
        classes(categories),
        ending == Ending.TRY_AGAIN ? List.of() : reporting.contacts(CONTACTS),
        run.warnings().lines(),
        "job=" + run.settings().name() + " run=" + run.run().folder() + " exit=" + ending.exitCode()
            + Reporting.pairs(counts) + Reporting.pairs(events));
  }

  /** A run that went on after its files were written finds them again. */
  private @Nullable Path folder() {
    if (folder == null) {
      try {
        folder = reporting.finished();
      } catch (IOException e) {
        return null;
      }
    }
    return folder;
  }

  private static Map<String, Long> classes(Map<String, Long> categories) {
    Map<String, Long> classes = new TreeMap<>();
    categories.forEach((label, count) -> {
      Category category = Category.ofLabel(label);
      BounceClass its = category == null ? BounceClass.NONE : category.bounceClass();
      classes.merge(its.label(), count, Long::sum);
    });
    return classes;
  }

  /** The version of the program. */
  static String version() {
    String version = NightlyJob.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "unversioned");
  }
}
