package org.bouncescan.dsn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect read out of a letter's text.
 *
 * @param dialect the name of the dialect
 * @param lowConfidence true where it was guesswork
 * @param recipients what is said of whom, in the order of the letter
 * @param copyLine index of the text line at which the copy of the returned message begins; the number of lines where none does
 */
record DialectReading(String dialect, boolean lowConfidence, List<Said> recipients, int copyLine) {
  DialectReading {
    recipients = List.copyOf(recipients);
  }

  /**
   * What a letter says of one recipient.
   *
   * @param action failed, delayed or delivered
   * @param address the address that failed, perhaps a local name without a domain; null where the letter names nobody
   * @param original the address it came from, by {@code generated from} and the like; null when not told
   * @param reason the reply or explanation on one line; null when none
   * @param host the host that replied; null when not told
   * @param phase where in the SMTP dialogue; null when not told
   */
  record Said(
      Action action,
      @Nullable String address,
      @Nullable String original,
      @Nullable String reason,
      @Nullable String host,
      @Nullable SmtpPhase phase) {
    RecipientStatus toStatus() {
      ReplyFacts facts = ReplyFacts.of(reason);
      return new RecipientStatus(
          action,
          original != null ? original : address,
          original,
          address,
          facts.status(),
          facts.replyCode(),
          reason,
          null,
          phase != null ? phase : facts.phase(),
          host != null ? host : facts.host(),
          null,
          null);
    }
  }
}
