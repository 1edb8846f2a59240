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

  /** What the guard holds back, or what is suppressed but stands in no import file, because no importer takes it. */
  void add(Suppression it) {
    boolean held = it.state() == Suppression.State.REVIEW;
    file.row(
        held ? "guard" : "not_importable",
        it.lastSeen(),
        it.address(),
        it.provider(),
        it.category() == null ? null : it.category().label(),
        it.evidence(),
        held
            ? it.reason()
            : it.reason()
                + "; it is in suppressions.csv, but in no import file: importers take addresses in plain"
                + " ASCII only",
        held
            ? "Mail it as usual. If it fails again on another day it is suppressed; a release keeps it off."
            : "Stop mailing it by hand where you send from.",
        it.rule(),
        null,
        null);
  }

  void add(GuardEvent event) {
    Category category = event.category();
    file.row(
        "guard_event",
        event.from(),
        null,
        event.provider(),
        category == null ? null : category.label(),
        null,
        Guard.warning(event),
        category == null
            ? "Look whether people at these addresses live (logins, orders, the provider's status page). If they do: "
                + "bouncescan release JOB.yml --guard " + event.id()
                + " --reason …; if they are known to be dead: bouncescan confirm, with the same words. If nobody knows:"
                + " wait for another day."
            : "Find the cause, and mail the addresses as usual.",
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
