package org.bouncescan.ledger;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A ledger can't be used. The message is one line for the operator: place, reason, cure. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as far as an exit code depends on it. */
  public enum Kind {
    /** Another run holds it. */
    LOCKED,
    /** It is damaged, newer than this program, not writable, or not there. */
    UNUSABLE,
    /** The database does not answer. */
    UNREACHABLE
  }

  private final Kind kind;

  public LedgerException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind is null");
  }

  public Kind kind() {
    return kind;
  }
}
