package org.bouncescan.mailbox;

import java.util.Objects;

/** A message, or the reason why there is none, read from a file, folder, Maildir, mbox or stream. */
public sealed interface MessageSource {
  /** The path as given; for an mbox {@code path#n}, n from 1; {@code -} for standard input. */
  String source();

  /** A message as it stands in the file. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Message(String source, byte[] bytes) implements MessageSource {
    public Message {
      Objects.requireNonNull(source, "source is null");
      Objects.requireNonNull(bytes, "bytes is null");
    }
  }

  /** What could not be read, and why, in one line. */
  record Unreadable(String source, String reason) implements MessageSource {}
}
