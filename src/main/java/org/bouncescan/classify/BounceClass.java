package org.bouncescan.classify;

import java.util.Locale;

/** What kind of statement a category makes, and so whose address list or server it is about. */
public enum BounceClass {
  /** The address is dead. */
  HARD,
  /** The state of a mailbox or a route, which may pass. */
  SOFT,
  /** A decision about the sender or the message. */
  BLOCK,
  /** A decision about who may write to this recipient. */
  RESTRICTED,
  /** Ours to fix. */
  SENDER,
  NONE;

  /** The name used in files: {@code hard}, {@code soft}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
