package org.bouncescan.mailbox;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of a UID that was asked for. Every UID asked for ends as exactly one of these. */
public sealed interface Fetched {
  MessageKey key();

  /**
   * The message, as the server holds it.
   *
   * @param internalDate when the server received it; null where the server does not say
   * @param declaredSize RFC822.SIZE in bytes, which need not equal the bytes received
   * @param bytes the message, or its beginning
   * @param truncated true when the message is larger than the limit and only its beginning was fetched
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Message(
      MessageKey key,
      @Nullable Instant internalDate,
      long declaredSize,
      byte[] bytes,
      boolean truncated)
      implements Fetched {
    public Message {
      Objects.requireNonNull(key, "key is null");
      Objects.requireNonNull(bytes, "bytes is null");
    }
  }

  /** Gone from the folder between listing and fetching. */
  record Vanished(MessageKey key) implements Fetched {}

  /** Still there, but the server did not hand it out; to be tried again on the next run. */
  record Failed(MessageKey key, String reason) implements Fetched {}
}
