package org.bouncescan.mailbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mailbox can't be used. The message is one line for the operator: place, reason, cure. */
public final class MailboxException extends Exception {
  /** Why, as far as an exit code depends on it. */
  public enum Kind {
    /** No connection, no answer, connection lost and not regained. */
    UNREACHABLE,
    LOGIN_REFUSED,
    /** Folder missing, read-only, or a setting the server can't fulfil. */
    CONFIGURATION,
    /** UIDVALIDITY changed under us, or the server contradicts itself: the run can be repeated. */
    TRY_AGAIN
  }

  private final Kind kind;

  public MailboxException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind is null");
  }

  public Kind kind() {
    return kind;
  }
}
