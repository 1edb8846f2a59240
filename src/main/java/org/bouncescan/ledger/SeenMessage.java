package org.bouncescan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/** What a scan found out about one UID of a mailbox. */
public sealed interface SeenMessage {
  long uid();

  /**
   * A message that was read.
   *
   * @param sha256 of its bytes, 32 bytes
   * @param bytes how large it is on the server
   * @param receivedAt when the mailbox received it
   * @param event what it reports, for settling it; the gravest where it reports several things
   * @param settle true when something is to be done with it on the server
   * @param findings one a recipient, at least one
   */
  @SuppressWarnings("ArrayRecordComponent") // the hash is handed on, never compared here
  record Read(
      long uid,
      byte[] sha256,
      long bytes,
      Instant receivedAt,
      Event event,
      boolean settle,
      List<Finding> findings)
      implements SeenMessage {
    public Read {
      Objects.requireNonNull(sha256, "sha256 is null");
      Objects.requireNonNull(receivedAt, "receivedAt is null");
      Objects.requireNonNull(event, "event is null");
      findings = List.copyOf(findings);
    }
  }

  /** Gone from the folder between listing and fetching. */
  record Vanished(long uid) implements SeenMessage {}

  /** Still there, but the server did not hand it out; tried again on the next run. */
  record Failed(long uid, @Nullable String problem) implements SeenMessage {}
}
