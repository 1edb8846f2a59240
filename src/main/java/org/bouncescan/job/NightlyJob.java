package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.LedgerException;
import org.bouncescan.ledger.LedgerPlace;
import org.bouncescan.ledger.RunRecord;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.SuppressionPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;

/** The nightly job: scan, decide, report, settle. One object runs once. */
public final class NightlyJob {
  private final Clock clock;
  private final MailFolder.Door door;
  private final @Nullable Stages otherStages;
  private final AtomicBoolean stop = new AtomicBoolean();

  /** A job that takes its time from {@code clock}; the clock's zone names the days. */
  public NightlyJob(Clock clock) {
    this(clock, MailFolder::imap, null);
  }

  /** For tests: another door to mailboxes, and other stages where not null. */
  NightlyJob(Clock clock, MailFolder.Door door, @Nullable Stages stages) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.door = door;
    this.otherStages = stages;
  }

  /** Asks the run to stop at the next point where nothing is lost; may be called from any thread. */
  public void stop() {
    stop.set(true);
  }

  /**
   * Runs the whole job, or what a stopped or killed run left to do.
   *
   * @param dryRun writes the files to a side folder, and changes neither server nor ledger
   * @throws JobException when the run can't begin or go on: ledger locked, corrupt or newer, output not writable, rules
   *     broken
   */
  public JobResult run(JobSettings settings, boolean dryRun, Progress progress)
      throws JobException {
    OutputFolder output = OutputFolder.of(settings.output().folder(), dryRun);
    Prepared prepared = new Prepared(
        settings,
        dryRun,
        progress,
        output,
        otherStages == null ? ReadAndJudge.of(settings) : otherStages,
        new SuppressionPolicy(PolicySettings.suppression(settings)),
        RunInputs.read(settings.suppression(), LocalDate.now(clock)));
    LedgerPlace place = JobLedger.place(settings.ledger());
    try {
      if (!dryRun) {
        return run(prepared, place);
      }
      try (DryRun copy = DryRun.copyOf(place, settings.name())) {
        return run(prepared, copy.place());
      }
    } catch (LedgerException e) {
      throw JobLedger.failure(e);
    }
  }

  /** What is known to be usable before anything is touched. */
  private record Prepared(
      JobSettings settings,
      boolean dryRun,
      Progress progress,
      OutputFolder output,
      Stages stages,
      SuppressionPolicy policy,
      RunInputs inputs) {}

  private JobResult run(Prepared it, LedgerPlace place) throws JobException {
    try (Ledger ledger = Ledger.open(place, it.settings().name())) {
      try {
        return run(context(it, ledger), it.output());
      } catch (RuntimeException e) {
        LedgerException known = ledger.explain(e);
        throw known == null ? e : known;
      }
    }
  }

  private RunContext context(Prepared it, Ledger ledger) throws JobException {
    JobSettings settings = it.settings();
    Warnings warnings = new Warnings();
    KeptMessages kept = KeptMessages.in(
        it.dryRun() ? null : settings.output().keepMessages(),
        settings.output().keepAtMost(),
        line -> {
          if (warnings.add(line)) {
            it.progress().warning(line);
          }
        });
    List<BrokenLine> broken = new ArrayList<>(it.inputs().broken());
    broken.addAll(it.inputs().importDeliveries(ledger));
    RunRecord record =
        ledger.runs().begin(clock.instant(), LocalDate.now(clock), it.output()::exists);
    RunContext run = new RunContext(
        settings,
        it.dryRun(),
        ledger,
        record,
        it.stages(),
        PolicySettings.authenticity(settings.sender()),
        it.policy(),
        it.inputs(),
        List.copyOf(broken),
        kept,
        door,
        it.progress(),
        clock,
        stop::get,
        warnings,
        new BadDays());
    broken.forEach(line -> run.warn(line.toString()));
    if (ledger.isNew() && !it.dryRun() && it.output().exists("latest")) {
      run.warn(JobLedger.place(settings.ledger()).place()
          + ": the ledger is new, but there are reports of earlier runs in "
          + it.output().path()
          + ": what was counted, suppressed and released before is forgotten, and the whole mailbox is read again;"
          + " if that is not meant, restore the ledger from a backup");
    }
    return run;
  }

  private JobResult run(RunContext run, OutputFolder output) throws JobException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService judges = Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
          Thread thread = new Thread(task, "judge-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    try {
      Steps steps = new Steps(run, BatchWiring.in(run.ledger()));
      Ends ends = new Ends(run, output);
      JobExecution execution = steps.run(judges, ends);
      return result(run, ends, execution);
    } catch (JobExecutionException e) {
      throw new JobException(Ending.FAILED, "the run can't be started: " + e.getMessage(), e);
    } finally {
      judges.shutdownNow();
    }
  }

  private static JobResult result(RunContext run, Ends ends, JobExecution execution)
      throws JobException {
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      JobResult result = ends.result();
      writeMetrics(run, result);
      return result;
    }
    for (Throwable failure : execution.getAllFailureExceptions()) {
      LedgerException known = run.ledger().explain(failure);
      if (known != null) {
        throw known;
      }
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof JobException job) {
          throw job;
        }
      }
    }
    if (execution.getStatus() == BatchStatus.STOPPED) {
      run.warn("stopped before the end; the next run goes on from here");
      return ends.stopped();
    }
    Throwable cause = execution.getAllFailureExceptions().stream().findFirst().orElse(null);
    throw new IllegalStateException("the run failed: " + execution.getExitStatus(), cause);
  }

  private static void writeMetrics(RunContext run, JobResult result) throws JobException {
    Path file = run.settings().output().metrics();
    if (file == null || run.dryRun()) {
      return;
    }
    try {
      Metrics.write(file, run.settings().name(), result, run.clock().instant());
    } catch (IOException e) {
      throw new JobException(
          Ending.CONFIGURATION,
          file + ": the metrics can't be written (" + e.getClass().getSimpleName()
              + "); the run itself is done",
          e);
    }
  }
}
