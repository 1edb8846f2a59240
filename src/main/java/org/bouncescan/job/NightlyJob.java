package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.LedgerException;
import org.bouncescan.ledger.RunRecord;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.Claims;
import org.bouncescan.suppress.KnownSuppressions;
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
    Stages stages = otherStages == null ? ReadAndJudge.of(settings) : otherStages;
    SuppressionPolicy policy = new SuppressionPolicy(PolicySettings.suppression(settings));
    try (Ledger ledger = Ledger.open(JobLedger.place(settings.ledger()), settings.name())) {
      try {
        return run(settings, dryRun, progress, output, stages, policy, ledger);
      } catch (RuntimeException e) {
        LedgerException known = ledger.explain(e);
        if (known == null) {
          throw e;
        }
        throw JobLedger.failure(known);
      }
    } catch (LedgerException e) {
      throw JobLedger.failure(e);
    }
  }

  private JobResult run(
      JobSettings settings,
      boolean dryRun,
      Progress progress,
      OutputFolder output,
      Stages stages,
      SuppressionPolicy policy,
      Ledger ledger)
      throws JobException {
    RunRecord record = ledger.runs().begin(clock.instant(), LocalDate.now(clock), output::exists);
    KnownSuppressions known = Reporting.known(settings.suppression().known());
    Claims claims = claims(settings.suppression().claims(), record.day());
    RunContext run = new RunContext(
        settings,
        dryRun,
        ledger,
        record,
        stages,
        PolicySettings.authenticity(settings.sender()),
        policy,
        claims,
        door,
        progress,
        clock,
        stop::get,
        List.of());
    for (BrokenLine line : claims.broken()) {
      run.warn(line.toString());
    }
    return run(run, output, known);
  }

  private JobResult run(RunContext run, OutputFolder output, KnownSuppressions known)
      throws JobException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService judges = Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
          Thread thread = new Thread(task, "judge-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    try {
      BatchWiring batch = BatchWiring.in(run.ledger());
      Steps steps = new Steps(run, batch);
      Ends ends = new Ends(run, output, known);
      JobExecution execution = batch.run(
          run.run().id(),
          List.of(
              steps.scan(judges),
              steps.decide(),
              steps.plain("report", ends::report),
              steps.plain("settle", ends::settle)));
      return result(run, ends, execution);
    } catch (JobExecutionException e) {
      throw new JobException(Ending.FAILED, "the run can't be started: " + e.getMessage(), e);
    } finally {
      judges.shutdownNow();
    }
  }

  private JobResult result(RunContext run, Ends ends, JobExecution execution) throws JobException {
    if (execution.getStatus() == BatchStatus.STOPPED) {
      run.warn("stopped before the end; the next run goes on from here");
      return ends.stopped();
    }
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      return ends.result();
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
    Throwable cause = execution.getAllFailureExceptions().stream().findFirst().orElse(null);
    throw new IllegalStateException("the run failed: " + execution.getExitStatus(), cause);
  }

  private static Claims claims(@Nullable Path file, LocalDate today) throws JobException {
    if (file == null) {
      return Claims.NONE;
    }
    if (!Files.isReadable(file)) {
      throw new JobException(
          Ending.CONFIGURATION,
          file
              + ": the claims file can't be read; create it, or take 'claims' out of the job file");
    }
    try {
      return Claims.read(file, today);
    } catch (IOException e) {
      throw new JobException(
          Ending.CONFIGURATION, file + ": the claims file can't be read (" + e + ")", e);
    }
  }
}
