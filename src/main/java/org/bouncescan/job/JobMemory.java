package org.bouncescan.job;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.LedgerException;
import org.bouncescan.ledger.Releases;
import org.bouncescan.ledger.Suppressions;
import org.bouncescan.suppress.Claim;
import org.bouncescan.suppress.ClaimEvidence;
import org.bouncescan.suppress.ClaimJudge;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Suppression;
import org.bouncescan.suppress.Suppression.State;
import org.jspecify.annotations.Nullable;

/** What the ledger of a job can tell, and the one thing that people change in it; for {@code status} and {@code release}. */
public final class JobMemory {
  private final JobSettings settings;
  private final Clock clock;

  public JobMemory(JobSettings settings, Clock clock) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * What is active, held and under review. Changes nothing; a run may be at work.
   *
   * @param limit most addresses and runs to name
   */
  public JobStatus status(int limit) throws JobException {
    try (Ledger ledger =
        Ledger.openForReading(JobLedger.place(settings.ledger()), settings.name())) {
      Suppressions suppressions = ledger.suppressions();
      Map<State, Long> counts = suppressions.count();
      return new JobStatus(
          count(counts, State.ACTIVE),
          count(counts, State.HELD),
          count(counts, State.REVIEW),
          suppressions.waiting(limit).stream().map(JobMemory::address).toList(),
          suppressions.openGuardEvents().stream().map(JobMemory::guardEvent).toList(),
          JudgedClaims.of(claims(), ledger).stream().map(JobMemory::claim).toList(),
          ledger.releases().last(limit).stream()
              .map(it ->
                  new JobStatus.Act(it.subject(), it.at(), it.reason(), it.by(), it.addresses()))
              .toList(),
          ledger.runs().last(limit).stream()
              .map(it -> new JobStatus.Run(
                  it.folder(),
                  it.startedAt(),
                  it.endedAt(),
                  it.exitCode(),
                  sum(ledger.rows().messages(it.id())),
                  sum(ledger.rows().events(it.id()))))
              .toList());
    } catch (LedgerException e) {
      throw JobLedger.failure(e);
    }
  }

  private static JobStatus.GuardEvent guardEvent(Suppressions.OpenEvent open) {
    GuardEvent it = open.event();
    return new JobStatus.GuardEvent(
        it.id(),
        it.provider() == null ? "rule" : "provider",
        Objects.requireNonNullElse(it.provider(), Objects.requireNonNullElse(it.rule(), "")),
        it.from(),
        open.heldBack());
  }

  private List<Claim> claims() throws JobException {
    return RunInputs.claims(settings.suppression(), LocalDate.now(clock)).claims();
  }

  private static JobStatus.Claim claim(ClaimJudge.Judged it) {
    ClaimEvidence last = it.last();
    return new JobStatus.Claim(
        it.claim().scope(),
        it.claim().claimedOn(),
        it.claim().claimedBy(),
        it.standing().label(),
        it.bounces(),
        last == null ? null : last.at(),
        it.likelyReason());
  }

  private static long count(Map<State, Long> counts, State state) {
    return counts.getOrDefault(state, 0L);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static JobStatus.Address address(Suppression it) {
    return new JobStatus.Address(
        it.address(),
        it.state() == State.HELD ? "hold" : "review",
        it.reason(),
        it.firstSeen(),
        it.lastSeen());
  }

  /**
   * Releases addresses: they are mailed again, and the same evidence does not suppress them again.
   *
   * @param dryRun only tells which
   * @return the addresses, in order
   * @throws JobException when a run is at work, or one was interrupted and must be finished first
   */
  public List<String> release(Release release, boolean dryRun) throws JobException {
    try (Ledger ledger = dryRun
        ? Ledger.openForReading(JobLedger.place(settings.ledger()), settings.name())
        : Ledger.open(JobLedger.place(settings.ledger()), settings.name())) {
      Releases releases = ledger.releases();
      if (!dryRun) {
        mustBeFinished(ledger);
      }
      List<Suppression> found = releases.find(new Releases.Wanted(
          lower(release.address()),
          lower(release.domain()),
          release.provider(),
          release.rule(),
          release.day(),
          release.guardEvent()));
      if (!dryRun) {
        releases.release(
            found, release.guardEvent(), clock.instant(), release.reason(), release.by());
      }
      return found.stream().map(Suppression::address).toList();
    } catch (LedgerException e) {
      throw JobLedger.failure(e);
    }
  }

  /**
   * Believes what events of the guard hold back: the next run suppresses these addresses.
   *
   * @param guardEvents ids, as {@link #status} shows them
   * @return how many; null where none of the events is open
   * @throws JobException when a run is at work, or one was interrupted and must be finished first
   */
  public @Nullable Integer confirm(List<String> guardEvents, String reason, String by)
      throws JobException {
    try (Ledger ledger = Ledger.open(JobLedger.place(settings.ledger()), settings.name())) {
      mustBeFinished(ledger);
      Integer all = null;
      for (String event : guardEvents) {
        Integer held = ledger.releases().confirm(event, clock.instant(), reason, by);
        all = held == null ? all : Integer.valueOf(held + Objects.requireNonNullElse(all, 0));
      }
      return all;
    } catch (LedgerException e) {
      throw JobLedger.failure(e);
    }
  }

  private static void mustBeFinished(Ledger ledger) throws JobException {
    if (ledger.runs().unfinished() != null) {
      throw new JobException(
          Ending.TRY_AGAIN,
          "the last run was interrupted and has not been finished; run the job again, then repeat this");
    }
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
