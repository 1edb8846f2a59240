package org.bouncescan.classify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.DeliveryReport;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.HeaderDate;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/**
 * Judges replies: the text first, then the codes, then nothing rather than a guess. Safe for use by several threads;
 * replies of one shape are judged once as long as they are remembered.
 */
public final class Classifier {
  private static final int REMEMBERED = 20_000;

  /** Whoever tried so long was given the same answer many times. */
  private static final Duration PERSISTENT = Duration.ofDays(1);

  private final CompiledRules rules;
  private final SenderIdentity sender;
  private final TwoGenerations<Key, Verdict> verdicts = new TwoGenerations<>(REMEMBERED);
  private final TwoGenerations<HostKey, HostFacts> hosts = new TwoGenerations<>(REMEMBERED);

  /** All that a verdict depends on. */
  private record Key(
      String shape,
      boolean quotesUs,
      boolean givenUp,
      @Nullable EnhancedStatusCode status,
      @Nullable Integer replyCode,
      @Nullable SmtpPhase phase,
      HostFacts facts) {}

  private record HostKey(@Nullable String host, @Nullable String domain) {}

  public Classifier(RuleBook book, SenderIdentity sender) {
    this.rules = new CompiledRules(book, Providers.builtIn());
    this.sender = Objects.requireNonNull(sender, "sender is null");
  }

  /** What a reply means. Never null, never throws for content. */
  public Verdict judge(Reply reply) {
    return judge(reply, false);
  }

  private Verdict judge(Reply reply, boolean givenUp) {
    ReplyShape shape = ReplyShape.of(reply.text(), sender);
    HostFacts facts = facts(reply.remoteHost(), domain(reply, shape));
    Key key = new Key(
        shape.text(),
        shape.quotesUs(),
        givenUp,
        reply.status(),
        reply.replyCode(),
        reply.phase(),
        facts);
    Verdict known = verdicts.get(key);
    if (known != null) {
      return known;
    }
    Verdict verdict =
        new Judgement(rules, this::facts, reply, shape, domain(reply, shape), givenUp).verdict();
    verdicts.put(key, verdict);
    return verdict;
  }

  /** The ids of all rules that fit a reply, the deciding one first. */
  List<String> rulesThatFit(Reply reply) {
    ReplyShape shape = ReplyShape.of(reply.text(), sender);
    return new Judgement(rules, this::facts, reply, shape, domain(reply, shape), false)
        .fittingRules();
  }

  /** What a report means: one outcome a recipient, or one where it names none. Never empty. */
  public List<Outcome> outcomes(DeliveryReport report) {
    List<Outcome> outcomes = new ArrayList<>();
    if (report instanceof DeliveryReport.StatusNotification notification) {
      for (RecipientStatus status : notification.recipients()) {
        outcomes.add(outcome(notification, status));
      }
    } else if (report instanceof DeliveryReport.Complaint complaint) {
      for (String recipient : complaint.recipients()) {
        outcomes.add(note(Event.COMPLAINT, recipient, null, report));
      }
      if (outcomes.isEmpty()) {
        outcomes.add(note(Event.COMPLAINT, null, "a complaint that names nobody", report));
      }
    } else if (report instanceof DeliveryReport.UnsubscribeRequest request) {
      outcomes.add(note(Event.UNSUBSCRIBE_REQUEST, request.recipient(), null, report));
    } else if (report instanceof DeliveryReport.AutoReply autoReply) {
      outcomes.add(note(Event.AUTO_REPLY, autoReply.mailbox(), autoReply.text(), report));
    } else if (report instanceof DeliveryReport.ChallengeResponse challenge) {
      outcomes.add(challenge(challenge));
    } else if (report instanceof DeliveryReport.NotAReport other) {
      outcomes.add(note(Event.NOT_A_REPORT, null, other.reason(), report));
    } else if (report instanceof DeliveryReport.Unparsable unparsable) {
      outcomes.add(note(Event.UNPARSABLE, null, unparsable.reason(), report));
    }
    return outcomes;
  }

  private Outcome outcome(DeliveryReport.StatusNotification report, RecipientStatus status) {
    if (status.action() != Action.FAILED && status.action() != Action.DELAYED) {
      return new Outcome(Event.DELIVERED, status.recipient(), status, null, null, report.message());
    }
    String address = status.finalRecipient() == null ? status.recipient() : status.finalRecipient();
    Reply reply = new Reply(
        status.diagnostic() == null ? "" : status.diagnostic(),
        status.status(),
        status.replyCode(),
        status.phase(),
        status.remoteMta(),
        address);
    Verdict verdict =
        judge(reply, status.action() == Action.FAILED && triedForLong(report.message()));
    if (report.message().lowConfidence()) {
      verdict = verdict.guessed(report.recipients().size() == 1);
    }
    Event event = status.action() == Action.FAILED ? Event.FAILED : Event.DELAYED;
    return new Outcome(event, status.recipient(), status, verdict, null, report.message());
  }

  /** True where the message lay in the queue of the reporting system for a day or more. */
  private static boolean triedForLong(PerMessageFields message) {
    Instant arrived = HeaderDate.instant(message.arrivalDate());
    Instant reported = HeaderDate.instant(message.reportDate());
    return arrived != null
        && reported != null
        && Duration.between(arrived, reported).compareTo(PERSISTENT) >= 0;
  }

  private static Outcome challenge(DeliveryReport.ChallengeResponse challenge) {
    Verdict verdict = new Verdict(
        Category.CHALLENGE_RESPONSE,
        null,
        Category.CHALLENGE_RESPONSE.bounceClass(),
        Category.CHALLENGE_RESPONSE.resolvers(),
        null,
        true,
        null,
        null,
        "event.challenge_response",
        Confidence.HIGH,
        false,
        null,
        null,
        challenge.text() == null ? "" : challenge.text());
    return new Outcome(
        Event.CHALLENGE_RESPONSE,
        challenge.recipient(),
        null,
        verdict,
        challenge.text(),
        challenge.message());
  }

  private static Outcome note(
      Event event, @Nullable String recipient, @Nullable String note, DeliveryReport report) {
    return new Outcome(event, recipient, null, null, note, report.message());
  }

  private HostFacts facts(@Nullable String host, @Nullable String domain) {
    HostKey key = new HostKey(host, domain);
    HostFacts facts = hosts.get(key);
    if (facts == null) {
      facts = rules.facts(host, domain);
      hosts.put(key, facts);
    }
    return facts;
  }

  /** The recipient's domain; where nobody says who that is, that of the address the reply names. */
  private static @Nullable String domain(Reply reply, ReplyShape shape) {
    String address = reply.recipient();
    if (address == null) {
      return shape.quotesUs() ? null : shape.domain();
    }
    return address.lastIndexOf('@') < 0 ? null : address.substring(address.lastIndexOf('@') + 1);
  }
}
