package org.bouncescan.suppress;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/**
 * What one report says about a claim.
 *
 * @param category why mail failed; null where it did not
 * @param reply the reply as received; empty when there is none
 * @param host the host that gave it; null when unknown
 * @param identity what our message was sent as
 */
public record ClaimEvidence(
    Instant at,
    String address,
    Event event,
    @Nullable Category category,
    String reply,
    @Nullable String host,
    Identity identity) {
  /**
   * What a message of ours was sent as, as far as the report gives it back.
   *
   * @param headerFrom the address in From; null when unknown
   * @param envelopeFrom the return-path; null when unknown
   * @param ip the IP address the receiving system saw; null when unknown
   * @param dkimDomains the d= tags of its signatures
   */
  public record Identity(
      @Nullable String headerFrom,
      @Nullable String envelopeFrom,
      @Nullable String ip,
      List<String> dkimDomains) {
    public static final Identity UNKNOWN = new Identity(null, null, null, List.of());

    public Identity {
      dkimDomains = List.copyOf(dkimDomains);
    }
  }

  public ClaimEvidence {
    Objects.requireNonNull(at, "at is null");
    Objects.requireNonNull(address, "address is null");
    Objects.requireNonNull(event, "event is null");
    Objects.requireNonNull(reply, "reply is null");
    Objects.requireNonNull(identity, "identity is null");
  }

  /** True where it shows that mail is still refused by a decision about who may write. */
  boolean contradicts() {
    return (event == Event.FAILED || event == Event.CHALLENGE_RESPONSE)
        && category != null
        && (category.bounceClass() == BounceClass.RESTRICTED
            || category == Category.POLICY_REJECTED);
  }

  /** True where it shows that mail came through. */
  boolean supports() {
    return event == Event.DELIVERED || event == Event.AUTO_REPLY;
  }
}
