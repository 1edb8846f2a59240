package org.bouncescan.report;

import java.nio.file.Path;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.Guard;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Suppression;

/** review.csv: what nobody could judge, what was set aside, what can't be proved, what the guard holds back. */
final class ReviewFile implements AutoCloseable {
  static final List<String> COLUMNS = List.of(
      "kind",
      "seen_at",
      "recipient",
      "provider",
      "category",
      "reply",
      "reason",
      "what_to_do",
      "rule",
      "mailbox",
      "uid");

  private final CsvFile file;

  ReviewFile(Path path) {
    file = new CsvFile(path, COLUMNS);
  }

  void add(BounceRow row) {
    file.row(
        kind(row),
        row.receivedAt(),
        row.recipient(),
        row.provider(),
        row.category() == null ? null : row.category().label(),
        row.diagnostic(),
        row.decisionReason(),
        todo(row),
        row.rule(),
        row.mailbox(),
        row.uid());
  }

  private static String kind(BounceRow row) {
    if (row.event() == Event.UNPARSABLE) {
      return "set_aside";
    }
    if (row.verified().equals("no")) {
      return "unverified";
    }
    return row.category() == Category.UNDETERMINED ? "undetermined" : "look";
  }

  private static String todo(BounceRow row) {
    return switch (kind(row)) {
      case "set_aside" -> "Open the message in the mailbox; it could not be read.";
      case "unverified" ->
        "Nothing is suppressed. Look whether this message is ours; if so, complete 'sender:' in the job file.";
      case "undetermined" ->
        "Nobody could judge this reply. Write a rule for it in rules.d, or decide by hand.";
      default ->
        row.nextStep().isEmpty() ? "Look at the reply and decide by hand." : row.nextStep();
    };
  }

  void add(Suppression held) {
    file.row(
        "guard",
        held.lastSeen(),
        held.address(),
        held.provider(),
        held.category() == null ? null : held.category().label(),
        held.evidence(),
        held.reason(),
        "Not on any list. Another failure on a later day suppresses it, a release keeps it off.",
        held.rule(),
        null,
        null);
  }

  void add(GuardEvent event) {
    file.row(
        "guard_event",
        event.from(),
        null,
        event.provider(),
        null,
        null,
        Guard.warning(event),
        "Ask the provider, or look whether the addresses live; release them by this event if they do.",
        event.rule(),
        null,
        null);
  }

  void add(BrokenLine line) {
    file.row(
        "broken_line",
        null,
        null,
        null,
        null,
        null,
        line.toString(),
        "Correct the line; the others were used.",
        null,
        null,
        null);
  }

  long rows() {
    return file.rows();
  }

  @Override
  public void close() {
    file.close();
  }
}
