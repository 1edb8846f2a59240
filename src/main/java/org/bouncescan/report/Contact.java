package org.bouncescan.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bouncescan.classify.Category;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A recipient to be asked, through another channel, to let our mail in: a row of contact-recipients.csv without its
 * texts.
 *
 * @param address the address that was mailed
 * @param category why it refuses
 * @param subtype a finer distinction; null when none
 * @param times how many messages were refused
 * @param reply the last reply as received; empty when there is none
 * @param host the host that gave it; null when unknown
 * @param identity what our message was sent as
 * @param messageId of our last message that was refused; null when unknown
 * @param ours our domains and sending IPs as the job file names them, for reports that don't say as whom we sent
 */
public record Contact(
    String address,
    Category category,
    @Nullable String subtype,
    int times,
    Instant firstSeen,
    Instant lastSeen,
    String reply,
    @Nullable String host,
    Identity identity,
    @Nullable String messageId,
    List<String> ours) {
  public Contact {
    Objects.requireNonNull(address, "address is null");
    Objects.requireNonNull(category, "category is null");
    Objects.requireNonNull(firstSeen, "firstSeen is null");
    Objects.requireNonNull(lastSeen, "lastSeen is null");
    Objects.requireNonNull(reply, "reply is null");
    Objects.requireNonNull(identity, "identity is null");
    ours = List.copyOf(ours);
  }

  String domain() {
    return BounceRow.domain(address);
  }
}
