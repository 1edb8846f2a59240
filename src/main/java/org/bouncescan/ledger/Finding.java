package org.bouncescan.ledger;

import java.util.Objects;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a message reports for one recipient, as the ledger keeps it.
 *
 * @param event what is reported
 * @param address whom it is about, in lower case; null where the message names nobody
 * @param category why; null where the event has none
 * @param subtype a finer distinction; null when none
 * @param rule the rule that decided; null where there is no verdict
 * @param provider who runs the recipient's mail system; empty where there is no recipient
 * @param statedClearly true where the reply text itself says it
 * @param doubleWeight true where it counts twice
 * @param verified true where the report could be tied to a message of ours
 * @param originalMessage what tells distinct messages of ours apart
 */
public record Finding(
    Event event,
    @Nullable String address,
    @Nullable Category category,
    @Nullable String subtype,
    @Nullable String rule,
    String provider,
    boolean statedClearly,
    boolean doubleWeight,
    boolean verified,
    String originalMessage,
    Evidence evidence) {
  public Finding {
    Objects.requireNonNull(event, "event is null");
    Objects.requireNonNull(provider, "provider is null");
    Objects.requireNonNull(originalMessage, "originalMessage is null");
    Objects.requireNonNull(evidence, "evidence is null");
  }
}
