package org.bouncescan.suppress;

import java.time.Instant;
import java.util.Objects;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/**
 * One thing a message reported about an address, as the ledger remembers it: all that a decision depends on.
 *
 * @param id the ledger's number of the outcome; orders incidents of the same instant
 * @param address the address that was mailed, domain in lower case
 * @param receivedAt when the return-path mailbox received the report (INTERNALDATE, else the report's Date)
 * @param event what was reported
 * @param category why; null where the event has none
 * @param subtype a finer distinction; null when none
 * @param rule the rule that decided; null where there is no verdict
 * @param provider who runs the recipient's mail system, as the guard groups by ({@code google}, or the domain)
 * @param statedClearly true where the reply text itself says it
 * @param doubleWeight true where it counts twice ("mailbox full and inactive")
 * @param verified true where the report could be tied to a message of ours
 * @param originalMessage what tells distinct messages of ours apart (Message-ID, ENVID, else the report itself)
 */
public record Incident(
    long id,
    String address,
    Instant receivedAt,
    Event event,
    @Nullable Category category,
    @Nullable String subtype,
    @Nullable String rule,
    String provider,
    boolean statedClearly,
    boolean doubleWeight,
    boolean verified,
    String originalMessage) {
  public Incident {
    Objects.requireNonNull(address, "address is null");
    Objects.requireNonNull(receivedAt, "receivedAt is null");
    Objects.requireNonNull(event, "event is null");
    Objects.requireNonNull(provider, "provider is null");
    Objects.requireNonNull(originalMessage, "originalMessage is null");
  }
}
