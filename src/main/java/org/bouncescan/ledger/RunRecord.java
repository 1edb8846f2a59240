package org.bouncescan.ledger;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger remembers it.
 *
 * @param id its number; later runs have higher ones
 * @param day the day of its first start
 * @param folder the name of its folder
 * @param starts how often it was started: more than once after a kill or stop
 * @param startedAt its first start
 * @param endedAt null as long as it has not ended
 * @param exitCode null as long as it has not ended
 * @param summary its numbers as JSON; null as long as it has not ended
 */
public record RunRecord(
    long id,
    LocalDate day,
    String folder,
    State state,
    int starts,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Integer exitCode,
    @Nullable String summary) {
  /** How far a run has come, as far as others depend on it. */
  public enum State {
    RUNNING,
    /** Its files are durable: messages may be settled. */
    REPORTED,
    ENDED
  }
}
