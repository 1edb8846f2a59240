package org.bouncescan.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;

/**
 * Reads messages of a form that tests write by hand, one line a recipient: {@code event address category message-id}.
 * {@code !} makes the reader fail.
 */
final class TestStages implements Stages {
  @Override
  public List<Outcome> read(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    if (text.startsWith("!")) {
      throw new IllegalStateException("a bug in the reader");
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (String line : text.strip().split("\n", -1)) {
      outcomes.add(outcome(line.strip().split(" ", -1)));
    }
    return outcomes;
  }

  private static Outcome outcome(String[] words) {
    Event event = Event.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    String recipient = words.length > 1 ? words[1] : null;
    Category category = words.length > 2 ? Category.ofLabel(words[2]) : null;
    String messageId = words.length > 3 ? words[3] : null;
    PerMessageFields fields = new PerMessageFields(
        "test",
        false,
        "mx.example.net",
        null,
        null,
        null,
        null,
        null,
        new ReturnedMessage(
            messageId,
            "News",
            "news@example.com",
            List.of(),
            "bounce@example.com",
            null,
            null,
            List.of("example.com"),
            List.of("192.0.2.10"),
            java.util.Map.of()));
    Verdict verdict = category == null
        ? null
        : new Verdict(
            category,
            null,
            category.bounceClass(),
            category.resolvers(),
            true,
            true,
            null,
            550,
            "test." + category.label(),
            Confidence.HIGH,
            false,
            null,
            null,
            "550 " + category.label());
    RecipientStatus status = category == null
        ? null
        : new RecipientStatus(
            Action.FAILED,
            recipient,
            recipient,
            recipient,
            null,
            550,
            "550 " + category.label() + " for " + recipient,
            null,
            null,
            "mx.example.net",
            null,
            null);
    return new Outcome(event, recipient, status, verdict, null, fields);
  }

  @Override
  public String provider(Outcome outcome) {
    String recipient = outcome.recipient();
    return recipient == null ? "" : recipient.substring(recipient.indexOf('@') + 1);
  }
}
