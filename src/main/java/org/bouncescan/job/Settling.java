package org.bouncescan.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.MailboxPosition;
import org.bouncescan.ledger.Mailboxes;
import org.bouncescan.ledger.Mailboxes.Unsettled;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.Settled;
import org.bouncescan.mailbox.Settlement;

/**
 * Settles on the server what the ledger says is not settled yet. The effect comes first and its note after it, and
 * both can be repeated, so that a kill between them does no harm.
 */
final class Settling {
  private static final int FEWEST_AT_ONCE = 500;
  private static final int MOST_AT_ONCE = 32_000;

  /** A server that is done in this time gets twice as many; one that keeps a file a message reads all names each time. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  private final RunContext run;
  private final Mailboxes mailboxes;

  Settling(RunContext run) {
    this.run = run;
    this.mailboxes = run.ledger().mailboxes();
  }

  /** How settling a mailbox went. */
  record Outcome(Ending ending, long settled) {}

  /** Settles one mailbox; a failure is noted, and the next run does what is left. */
  Outcome settle(JobSettings.Mailbox mailbox) {
    MailboxPosition position = mailboxes.position(mailbox.settings().name());
    if (mailboxes.unsettled(position, 0, 1).isEmpty() && mailbox.retentionDays() == null) {
      return new Outcome(Ending.DONE, 0);
    }
    try (MailFolder open = run.door().open(mailbox.settings(), Access.READ_WRITE)) {
      if (open.uidValidity() != position.uidValidity()) {
        run.warn(
            position.name() + ": the server numbered the mailbox anew while the run was at work;"
                + " nothing is settled before the next run has read it again");
        return new Outcome(Ending.TRY_AGAIN, 0);
      }
      Outcome outcome = settle(open, mailbox, position);
      try {
        expire(open, mailbox);
      } catch (MailboxException e) {
        run.warn(position.name() + ": old messages could not be deleted: " + e.getMessage());
        return new Outcome(Ending.LOOK, outcome.settled());
      }
      return outcome;
    } catch (MailboxException e) {
      run.warn(position.name() + ": " + e.getMessage());
      return new Outcome(Endings.of(e.kind()), 0);
    }
  }

  private Outcome settle(MailFolder open, JobSettings.Mailbox mailbox, MailboxPosition position)
      throws MailboxException {
    long count = 0;
    long above = 0;
    int atOnce = FEWEST_AT_ONCE;
    Map<String, Integer> failed = new LinkedHashMap<>();
    while (!run.stopping().getAsBoolean()) {
      List<Unsettled> next = mailboxes.unsettled(position, above, atOnce);
      if (next.isEmpty()) {
        break;
      }
      run.ledger().requireLock();
      above = next.get(next.size() - 1).uid();
      boolean again = run.run().starts() > 1
          || next.stream().anyMatch(it -> it.run() != run.run().id());
      long began = System.nanoTime();
      for (Map.Entry<Settlement, List<Long>> group : groups(mailbox, next).entrySet()) {
        count += settle(open, position, group.getKey(), group.getValue(), again, failed);
      }
      boolean quick = System.nanoTime() - began < QUICK.toNanos();
      atOnce = quick ? Math.min(MOST_AT_ONCE, 2 * atOnce) : Math.max(FEWEST_AT_ONCE, atOnce / 2);
      run.progress().advanced(Progress.Part.SETTLE, count, count + next.size());
    }
    failed.forEach((problem, messages) -> run.warn(
        position.name() + ": " + messages + " messages could not be settled (" + problem + ")"));
    return new Outcome(failed.isEmpty() ? Ending.DONE : Ending.LOOK, count);
  }

  private long settle(
      MailFolder open,
      MailboxPosition position,
      Settlement settlement,
      List<Long> uids,
      boolean again,
      Map<String, Integer> failed)
      throws MailboxException {
    if (settlement instanceof Settlement.Nothing) {
      mailboxes.settled(position, uids, "nothing");
      return 0;
    }
    Settled settled = open.settle(uids, settlement, again);
    Set<Long> done = settled.settled();
    mailboxes.settled(
        position,
        uids.stream().filter(done::contains).toList(),
        settlement.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    settled.failed().values().forEach(problem -> failed.merge(problem, 1, Integer::sum));
    if (settled.note() != null) {
      run.warn(position.name() + ": " + settled.note());
    }
    return done.size();
  }

  private static Map<Settlement, List<Long>> groups(
      JobSettings.Mailbox mailbox, List<Unsettled> messages) {
    Map<String, Event> events = new HashMap<>();
    for (Event event : Event.values()) {
      events.put(event.label(), event);
    }
    Map<Settlement, List<Long>> groups = new LinkedHashMap<>();
    for (Unsettled message : messages) {
      Event event = events.getOrDefault(message.event(), Event.UNPARSABLE);
      groups.computeIfAbsent(mailbox.settlement(event), it -> new ArrayList<>()).add(message.uid());
    }
    return groups;
  }

  /**
   * Deletes what has been in the folder of settled messages for long enough. One wrong clock must not empty it, so time
   * is what the run before this one said, where that is earlier.
   */
  private void expire(MailFolder open, JobSettings.Mailbox mailbox) throws MailboxException {
    Integer days = mailbox.retentionDays();
    Instant now = run.ledger().runs().trustedTime(run.run());
    if (days != null && now != null && mailbox.all() instanceof Settlement.Move move) {
      open.expire(move.folder(), LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days));
    }
  }
}
