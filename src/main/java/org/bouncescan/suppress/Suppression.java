package org.bouncescan.suppress;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.bouncescan.classify.Category;
import org.jspecify.annotations.Nullable;

/**
 * An address that is not to be mailed, or that was not to be: a row of the suppression list.
 *
 * @param address the address that was mailed, domain in lower case
 * @param state whether it is in force
 * @param cause what it is for
 * @param category why mail failed; null for complaints and unsubscribe requests
 * @param subtype a finer distinction; null when none
 * @param rule the rule that judged the deciding reply; null when there was none
 * @param provider who runs the recipient's mail system, as the guard groups by
 * @param reason why, in plain words
 * @param evidence the deciding reply as received; empty when there is none
 * @param status the enhanced status code of that reply; null when none
 * @param replyCode the SMTP reply code of that reply; null when none
 * @param firstSeen the first message that counts towards it
 * @param lastSeen the last one
 * @param count how many messages count towards it
 * @param since when it came into its state
 * @param expires when it ends by itself; null for never
 */
public record Suppression(
    String address,
    State state,
    Cause cause,
    @Nullable Category category,
    @Nullable String subtype,
    @Nullable String rule,
    String provider,
    String reason,
    String evidence,
    @Nullable String status,
    @Nullable Integer replyCode,
    Instant firstSeen,
    Instant lastSeen,
    int count,
    Instant since,
    @Nullable Instant expires) {
  /** Whether a suppression is in force. */
  public enum State {
    /** On the suppression list. */
    ACTIVE,
    /** Not mailed, but kept, until the recipient allows it. */
    HELD,
    /** Held back by the guard; a person or another day must confirm it. */
    REVIEW,
    /** Taken off again; remembered so that the same evidence never suppresses it again. */
    RELEASED;

    /** The name used in files: {@code active}, … */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Suppression {
    Objects.requireNonNull(address, "address is null");
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(cause, "cause is null");
    Objects.requireNonNull(provider, "provider is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(evidence, "evidence is null");
    Objects.requireNonNull(firstSeen, "firstSeen is null");
    Objects.requireNonNull(lastSeen, "lastSeen is null");
    Objects.requireNonNull(since, "since is null");
  }

  /** True where it ended by itself before {@code now}. */
  public boolean expired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }
}
