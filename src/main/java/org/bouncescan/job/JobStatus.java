package org.bouncescan.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job's ledger remembers; for {@code status}.
 *
 * @param suppressed how many addresses are suppressed now
 * @param held how many addresses are on hold
 * @param review how many addresses wait for a person
 * @param addresses the addresses on hold and under review, at most the number asked for
 * @param guard what the guard holds back
 * @param claims who says that we are allow-listed, and what the bounces say
 * @param acts what people released or confirmed, newest first
 * @param runs the last runs, newest first
 */
public record JobStatus(
    long suppressed,
    long held,
    long review,
    List<Address> addresses,
    List<GuardEvent> guard,
    List<Claim> claims,
    List<Act> acts,
    List<Run> runs) {
  public JobStatus {
    addresses = List.copyOf(addresses);
    guard = List.copyOf(guard);
    claims = List.copyOf(claims);
    acts = List.copyOf(acts);
    runs = List.copyOf(runs);
  }

  /**
   * Where an address stands.
   *
   * @param measure {@code hold} or {@code review}
   * @param reason why
   */
  public record Address(
      String address, String measure, String reason, Instant firstSeen, Instant lastSeen) {}

  /**
   * What the guard holds back.
   *
   * @param id names it for {@code release}
   * @param kind {@code provider} or {@code rule}
   * @param addresses how many addresses it holds back
   */
  public record GuardEvent(String id, String kind, String name, Instant at, long addresses) {}

  /**
   * A claim.
   *
   * @param standing {@code contradicted}, {@code holding} or {@code untested}
   * @param bounces how many messages were refused since
   * @param last the last refusal; null when none
   * @param likelyReason why the allow-listing missed; empty unless contradicted
   */
  public record Claim(
      String scope,
      LocalDate claimedOn,
      String claimedBy,
      String standing,
      int bounces,
      @Nullable Instant last,
      String likelyReason) {}

  /**
   * What somebody released or confirmed.
   *
   * @param subject an address of it, or the guard's event
   * @param addresses how many addresses it was about
   */
  public record Act(String subject, Instant at, String reason, String by, long addresses) {}

  /**
   * A run.
   *
   * @param ended null while it runs, or when it was killed and has not been resumed
   * @param exitCode null as long as it has not ended
   */
  public record Run(
      String folder,
      Instant started,
      @Nullable Instant ended,
      @Nullable Integer exitCode,
      long messages,
      long rows) {}
}
