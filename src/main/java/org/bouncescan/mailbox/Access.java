package org.bouncescan.mailbox;

/** How a folder is opened. */
public enum Access {
  /** EXAMINE: nothing on the server changes, not even {@code \Seen} or {@code \Recent}. */
  READ_ONLY,
  /** SELECT: needed to settle messages. */
  READ_WRITE
}
