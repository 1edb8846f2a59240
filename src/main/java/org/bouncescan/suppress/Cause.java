package org.bouncescan.suppress;

import java.util.Locale;
import org.bouncescan.classify.Category;
import org.jspecify.annotations.Nullable;

/** Why an address is suppressed or held, as far as importers and people tell reasons apart. */
public enum Cause {
  /** The address is dead. */
  HARD,
  /** Mail failed too often over too long a time. */
  SOFT,
  COMPLAINT,
  UNSUBSCRIBE,
  /** The recipient blocked us, which is an opt-out. */
  BLOCKED,
  /** Only approved senders may write to it: never call it invalid. */
  RESTRICTED,
  /** The mailing system refused to send, because the address is on its own list. */
  MIRRORED,
  /** Mail failed again and again for reasons nobody could judge. */
  UNDETERMINED;

  /** The name used in files: {@code hard}, {@code complaint}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The cause with this {@link #label}; null when there is none. */
  public static @Nullable Cause ofLabel(String label) {
    for (Cause cause : values()) {
      if (cause.label().equals(label)) {
        return cause;
      }
    }
    return null;
  }

  /** The cause that a failure of this category amounts to. */
  public static Cause of(Category category) {
    return switch (category) {
      case BLOCKED_BY_RECIPIENT -> BLOCKED;
      case SUPPRESSED_BY_SENDER -> MIRRORED;
      case UNDETERMINED -> UNDETERMINED;
      default ->
        switch (category.bounceClass()) {
          case HARD -> HARD;
          case RESTRICTED, BLOCK -> RESTRICTED;
          case SOFT, SENDER, NONE -> SOFT;
        };
    };
  }
}
