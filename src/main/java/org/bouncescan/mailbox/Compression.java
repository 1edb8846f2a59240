package org.bouncescan.mailbox;

/** When COMPRESS=DEFLATE (RFC 4978) is used, where a server offers it. */
public enum Compression {
  /** Not at all. */
  NEVER,
  /** Where the link turns out to be slower than messages are read and judged. */
  AUTO,
  /** From the login on. */
  ALWAYS
}
