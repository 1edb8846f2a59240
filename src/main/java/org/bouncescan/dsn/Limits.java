package org.bouncescan.dsn;

/**
 * Bounds on what one message may cost, since every byte of it comes from a stranger. What lies beyond a limit is not
 * read; the outcome says so.
 *
 * @param messageBytes bytes of a message that are read
 * @param headerCount header fields a part
 * @param headerBytes bytes of one header field
 * @param mimeDepth nesting of MIME parts
 * @param parts MIME parts in all
 * @param recipients recipients of one report
 * @param textChars characters of human-readable text that are scanned
 */
public record Limits(
    int messageBytes,
    int headerCount,
    int headerBytes,
    int mimeDepth,
    int parts,
    int recipients,
    int textChars) {
  /** Generous for real bounces: the diagnosis stands at the top of a report, however large the message it returns. */
  public static final Limits DEFAULT =
      new Limits(50_000_000, 1_000, 65_536, 20, 200, 100_000, 131_072);
}
