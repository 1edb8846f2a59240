package org.bouncescan.suppress;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;
import org.jspecify.annotations.Nullable;

/** How an outcome becomes what the ledger remembers of it. */
public final class Incidents {
  private Incidents() {}

  /**
   * What the ledger remembers of an outcome.
   *
   * @param id the ledger's number of it
   * @param provider who runs the recipient's mail system
   * @param verified whether the report is tied to a message of ours, or nothing is configured to tell
   * @param reportId what tells this report from others where it names no message of ours: its content hash
   * @return null where the outcome names no recipient, or reports nothing
   */
  public static @Nullable Incident of(
      long id,
      Outcome outcome,
      Instant receivedAt,
      String provider,
      boolean verified,
      String reportId) {
    String recipient = outcome.recipient();
    if (recipient == null
        || outcome.event() == Event.NOT_A_REPORT
        || outcome.event() == Event.UNPARSABLE) {
      return null;
    }
    Verdict verdict = outcome.verdict();
    return new Incident(
        id,
        recipient,
        receivedAt,
        outcome.event(),
        verdict == null ? null : verdict.category(),
        verdict == null ? null : verdict.subtype(),
        verdict == null ? null : verdict.rule(),
        provider,
        verdict != null && statedClearly(verdict) && !forwarded(outcome),
        verdict != null && doubleWeight(verdict),
        verified,
        originalMessage(outcome, reportId));
  }

  /** True where one message with this verdict is enough: the text says it, and the rule is sure of it. */
  static boolean statedClearly(Verdict verdict) {
    return verdict.statedClearly() && verdict.confidence() != Confidence.LOW;
  }

  /** "Mailbox full and inactive" counts twice. */
  public static boolean doubleWeight(Verdict verdict) {
    String subtype = verdict.subtype();
    return verdict.category() == Category.MAILBOX_FULL
        && subtype != null
        && subtype.contains("inactive");
  }

  /** What tells distinct messages of ours apart: Message-ID, ENVID, else the report itself. */
  public static String originalMessage(Outcome outcome, String reportId) {
    ReturnedMessage returned = outcome.message().returned();
    if (returned != null
        && returned.messageId() != null
        && !returned.messageId().isBlank()) {
      return returned.messageId();
    }
    String envelopeId = outcome.message().originalEnvelopeId();
    return envelopeId != null && !envelopeId.isBlank() ? "envid:" + envelopeId : reportId;
  }

  /**
   * True where another mailbox than the one we mailed failed: a forward or a group, of which one member may be dead
   * while the others live.
   */
  static boolean forwarded(Outcome outcome) {
    RecipientStatus status = outcome.status();
    String mailed = outcome.recipient();
    if (status == null || mailed == null || status.finalRecipient() == null) {
      return false;
    }
    String failed = Objects.requireNonNull(status.finalRecipient());
    return mailed.lastIndexOf('@') > 0
        && failed.lastIndexOf('@') > 0
        && (!localPart(mailed).equals(localPart(failed))
            || !sameSystem(domain(mailed), domain(failed)));
  }

  /** Without quotes, without what follows a plus, in lower case: spellings of one mailbox. */
  private static String localPart(String address) {
    String local =
        address.substring(0, address.lastIndexOf('@')).replace("\"", "").toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    return plus > 0 ? local.substring(0, plus) : local;
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** True where a domain is the other, or a host in it, or the name that Microsoft 365 has for it inside. */
  private static boolean sameSystem(String mailed, String failed) {
    return failed.equals(mailed)
        || failed.endsWith("." + mailed)
        || mailed.endsWith("." + failed)
        || failed.endsWith(".onmicrosoft.com");
  }
}
