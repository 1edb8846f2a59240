package org.bouncescan.job;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The nightly job: scan, decide, report, settle. One object runs once. */
@SuppressWarnings("DoNotCallSuggester")
public final class NightlyJob {
  private final Clock clock;
  private final AtomicBoolean stop = new AtomicBoolean();

  /**
   * A job that takes its time from {@code clock}; the clock's zone names the days.
   */
  public NightlyJob(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * Runs the whole job, or what a stopped or killed run left to do.
   *
   * @param dryRun writes the files to a side folder, and changes neither server nor ledger
   * @throws JobException when the run can't begin: ledger locked, corrupt or newer, output not writable, rules broken
   */
  public JobResult run(JobSettings settings, boolean dryRun, Progress progress)
      throws JobException {
    throw new JobException(
        Ending.FAILED, "not part of this build: " + settings.name() + clock + stop.get());
  }

  /** Asks the run to stop at the next point where nothing is lost; may be called from any thread. */
  public void stop() {
    stop.set(true);
  }
}
