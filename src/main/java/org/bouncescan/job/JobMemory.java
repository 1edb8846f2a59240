package org.bouncescan.job;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** What the ledger of a job can tell, and the one thing that people change in it; for {@code status} and {@code release}. */
@SuppressWarnings("DoNotCallSuggester")
public final class JobMemory {
  private final JobSettings settings;
  private final Clock clock;

  public JobMemory(JobSettings settings, Clock clock) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * What is active, held and under review; opens the ledger read-only.
   *
   * @param limit most addresses and runs to name
   */
  public JobStatus status(int limit) throws JobException {
    throw new JobException(Ending.FAILED, settings.name() + clock + limit);
  }

  /**
   * Releases addresses: they are mailed again, and the same evidence does not suppress them again.
   *
   * @param dryRun only tells which
   * @return the addresses, in order
   */
  public List<String> release(Release release, boolean dryRun) throws JobException {
    throw new JobException(Ending.FAILED, settings.name() + release + dryRun);
  }
}
