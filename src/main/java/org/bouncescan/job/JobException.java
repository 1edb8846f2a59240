package org.bouncescan.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run can't begin or go on. The message is one line for the operator: place, reason, cure. */
public final class JobException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Ending ending;

  public JobException(Ending ending, String message) {
    this(ending, message, null);
  }

  public JobException(Ending ending, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.ending = Objects.requireNonNull(ending, "ending is null");
  }

  public Ending ending() {
    return ending;
  }
}
