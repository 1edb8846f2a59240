package org.bouncescan.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.HeaderDate;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;
import org.bouncescan.ledger.Evidence;
import org.bouncescan.ledger.Finding;
import org.bouncescan.ledger.SeenMessage;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.suppress.Incident;
import org.bouncescan.suppress.Incidents;
import org.bouncescan.suppress.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and judges a fetched message: what the ledger keeps of it. No message can make it fail. */
final class MessageJudge {
  private static final Logger LOG = LoggerFactory.getLogger(MessageJudge.class);
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_ADDRESS = 320;

  private final RunContext run;
  private final JobSettings.Mailbox mailbox;

  MessageJudge(RunContext run, JobSettings.Mailbox mailbox) {
    this.run = run;
    this.mailbox = mailbox;
  }

  SeenMessage judge(Fetched fetched) {
    if (fetched instanceof Fetched.Message message) {
      return judge(message);
    }
    return fetched instanceof Fetched.Failed failed
        ? new SeenMessage.Failed(failed.key().uid(), shorten(failed.reason(), 300))
        : new SeenMessage.Vanished(fetched.key().uid());
  }

  private SeenMessage judge(Fetched.Message message) {
    byte[] sha256 = sha256(message.bytes());
    run.kept().keep(sha256, message.bytes());
    List<Outcome> outcomes = outcomes(message);
    Instant receivedAt = receivedAt(message, outcomes.get(0).message());
    String report = "report:" + HexFormat.of().formatHex(sha256, 0, 16);
    List<Finding> findings = new ArrayList<>(outcomes.size());
    Event event = outcomes.get(0).event();
    for (Outcome outcome : outcomes) {
      findings.add(finding(outcome, receivedAt, report));
      event = outcome.event().compareTo(event) < 0 ? outcome.event() : event;
    }
    Settlement settlement = mailbox.settlement(event);
    boolean onlyCopy = message.truncated() && settlement instanceof Settlement.Delete;
    boolean settle = !(settlement instanceof Settlement.Nothing || onlyCopy);
    return new SeenMessage.Read(
        message.key().uid(),
        sha256,
        Math.max(message.declaredSize(), message.bytes().length),
        receivedAt,
        event,
        settle,
        findings);
  }

  /** A reader that fails is our fault, not the message's; but one message must never stop the batch. */
  private List<Outcome> outcomes(Fetched.Message message) {
    try {
      List<Outcome> outcomes = run.stages().read(message.bytes());
      if (!outcomes.isEmpty()) {
        return outcomes;
      }
      return List.of(unparsable("the reader gave no answer"));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.info("{}: the reader failed: {}", message.key(), e.getClass().getName());
      LOG.debug("{}", message.key(), e);
      return List.of(unparsable("the reader failed: " + e.getClass().getSimpleName()));
    }
  }

  private static Outcome unparsable(String reason) {
    PerMessageFields nothing =
        new PerMessageFields("none", true, null, null, null, null, null, null, null);
    return new Outcome(Event.UNPARSABLE, null, null, null, reason, nothing);
  }

  private Finding finding(Outcome outcome, Instant receivedAt, String report) {
    String provider = run.stages().provider(outcome);
    boolean verified = run.authenticity().verify(outcome).counts();
    Incident incident = Incidents.of(0, outcome, receivedAt, provider, verified, report);
    Verdict verdict = outcome.verdict();
    return new Finding(
        outcome.event(),
        key(outcome.recipient()),
        verdict == null ? null : verdict.category(),
        verdict == null ? null : verdict.subtype(),
        verdict == null ? null : verdict.rule(),
        provider,
        incident != null && incident.statedClearly(),
        incident != null && incident.doubleWeight(),
        verified,
        Objects.requireNonNull(
            shorten(incident == null ? report : incident.originalMessage(), LONGEST_ADDRESS)),
        evidence(outcome));
  }

  private Evidence evidence(Outcome outcome) {
    Verdict verdict = outcome.verdict();
    RecipientStatus status = outcome.status();
    PerMessageFields message = outcome.message();
    ReturnedMessage returned = message.returned();
    return new Evidence(
        address(outcome.recipient()),
        verdict == null ? null : verdict.bounceClass().label(),
        verdict == null ? null : resolvers(verdict),
        status(verdict, status),
        replyCode(verdict, status),
        status == null ? null : shorten(status.diagnostic(), LONGEST_TEXT),
        verdict == null ? null : shorten(verdict.maskedText(), LONGEST_TEXT),
        verdict == null ? null : verdict.confidence().label(),
        verdict == null ? null : Boolean.valueOf(verdict.conflict()),
        verdict == null ? null : verdict.claimedPermanent(),
        status == null || status.phase() == null
            ? null
            : status.phase().name().toLowerCase(Locale.ROOT),
        status == null ? null : shorten(status.remoteMta(), LONGEST_ADDRESS),
        shorten(message.reportingMta(), LONGEST_ADDRESS),
        shorten(message.arrivalDate(), 100),
        status == null ? null : address(status.originalRecipient()),
        status == null ? null : address(status.finalRecipient()),
        returned == null ? null : shorten(returned.messageId(), LONGEST_ADDRESS),
        returned == null ? null : shorten(returned.subject(), 500),
        returned == null ? null : shorten(returned.from(), LONGEST_ADDRESS),
        returned == null ? null : shorten(returned.returnPath(), LONGEST_ADDRESS),
        returned == null ? null : shorten(String.join(" ", returned.dkimDomains()), 500),
        returned == null || returned.receivedFromIps().isEmpty()
            ? null
            : sendingIp(returned.receivedFromIps()),
        returned == null ? null : campaign(returned),
        message.dialect(),
        shorten(outcome.note(), 1_000));
  }

  private static String resolvers(Verdict verdict) {
    return verdict.resolvers().stream().map(Resolver::label).collect(Collectors.joining(" "));
  }

  private static @Nullable String status(
      @Nullable Verdict verdict, @Nullable RecipientStatus status) {
    if (verdict != null && verdict.status() != null) {
      return String.valueOf(verdict.status());
    }
    return status == null || status.status() == null ? null : String.valueOf(status.status());
  }

  private static @Nullable Integer replyCode(
      @Nullable Verdict verdict, @Nullable RecipientStatus status) {
    if (verdict != null && verdict.replyCode() != null) {
      return verdict.replyCode();
    }
    return status == null ? null : status.replyCode();
  }

  /** The address of ours where we know it, else the one nearest to the recipient. */
  private String sendingIp(List<String> ips) {
    List<String> ours = run.settings().sender().ips();
    return ips.stream().filter(ours::contains).findFirst().orElse(ips.get(0));
  }

  private @Nullable String campaign(ReturnedMessage returned) {
    for (String header : run.settings().sender().campaignHeaders()) {
      String value = returned.headers().get(header.toLowerCase(Locale.ROOT));
      if (value == null && header.equalsIgnoreCase("Feedback-ID")) {
        value = returned.feedbackId();
      }
      if (value == null && header.equalsIgnoreCase("List-ID")) {
        value = returned.listId();
      }
      if (value != null && !value.isBlank()) {
        return shorten(value.strip(), 200);
      }
    }
    return null;
  }

  /** When the mailbox received it; where the server does not say, the report's own date unless it lies ahead. */
  private Instant receivedAt(Fetched.Message message, PerMessageFields fields) {
    Instant internal = message.internalDate();
    if (internal != null) {
      return internal;
    }
    Instant started = run.run().startedAt();
    Instant stated = HeaderDate.instant(fields.reportDate());
    return stated == null || stated.isAfter(started) ? started : stated;
  }

  /** Two spellings of an address are one mailbox. */
  private static @Nullable String key(@Nullable String recipient) {
    String address = address(recipient);
    return address == null ? null : MailAddress.key(address);
  }

  /** Spelling is kept, except that the domain is in lower case. */
  private static @Nullable String address(@Nullable String text) {
    String address = shorten(text, LONGEST_ADDRESS);
    int at = address == null ? -1 : address.lastIndexOf('@');
    return address == null || at < 0
        ? address
        : address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
  }

  private static @Nullable String shorten(@Nullable String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this Java", e);
    }
  }
}
