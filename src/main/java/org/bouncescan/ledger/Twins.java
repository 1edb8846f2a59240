package org.bouncescan.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.bouncescan.ledger.SeenMessage.Read;

/**
 * Messages that come again under another UID: after the server numbered a mailbox anew, or restored from a backup. The
 * n-th message with the same bytes takes the place of the n-th recorded one that is gone, and is not counted again.
 * Those that are still there are twins: two messages that happen to be alike, and both count.
 */
final class Twins {
  private final Ledger ledger;

  Twins(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A recorded message with the same bytes as another one. */
  @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals
  record Recorded(long uidValidity, long uid, byte[] sha256, String event, String settled) {}

  /** Which of these messages have the bytes of one that was recorded under another UID, by UID. */
  Map<Long, List<Recorded>> find(MailboxPosition mailbox, List<? extends SeenMessage> messages) {
    Map<Long, List<Read>> byContent = new HashMap<>();
    for (SeenMessage message : messages) {
      if (message instanceof Read read) {
        byContent
            .computeIfAbsent(Mailboxes.content(read.sha256()), it -> new ArrayList<>())
            .add(read);
      }
    }
    Map<Long, List<Recorded>> found = new HashMap<>();
    if (byContent.isEmpty()) {
      return found;
    }
    List<Object> arguments = new ArrayList<>(byContent.keySet());
    arguments.add(mailbox.id());
    ledger
        .jdbc()
        .query(
            sql(byContent.size()),
            row -> {
              Recorded recorded = new Recorded(
                  row.getLong(1),
                  row.getLong(2),
                  row.getBytes(3),
                  row.getString(4),
                  String.valueOf(row.getString(5)));
              for (Read read : byContent.getOrDefault(row.getLong(6), List.of())) {
                boolean itself =
                    recorded.uidValidity() == mailbox.uidValidity() && recorded.uid() == read.uid();
                if (!itself && Arrays.equals(recorded.sha256(), read.sha256())) {
                  found.computeIfAbsent(read.uid(), it -> new ArrayList<>()).add(recorded);
                }
              }
            },
            arguments.toArray());
    return found;
  }

  /** Looks up so many hashes; the plus keeps SQLite from walking through all of the mailbox instead. */
  static String sql(int hashes) {
    return "SELECT uidvalidity, uid, sha256, event, settled, content FROM message WHERE content IN ("
        + String.join(", ", Collections.nCopies(hashes, "?"))
        + ") AND +mailbox_id = ? AND state IN ('recorded', 'linked') ORDER BY uidvalidity, uid";
  }

  /**
   * Takes the messages that come again out of a chunk and notes them. To be called inside a transaction.
   *
   * @param present true for a UID of the present numbering that is still in the mailbox
   * @return the messages that are really new
   */
  List<SeenMessage> takeOut(
      long run, MailboxPosition mailbox, List<SeenMessage> chunk, LongPredicate present) {
    Map<Long, List<Recorded>> found = find(mailbox, chunk);
    if (found.isEmpty()) {
      return chunk;
    }
    List<SeenMessage> fresh = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (SeenMessage message : chunk) {
      Recorded gone = null;
      for (Recorded it : found.getOrDefault(message.uid(), List.of())) {
        boolean isGone = it.uidValidity() != mailbox.uidValidity()
            || it.settled().equals("move")
            || it.settled().equals("delete")
            || !present.test(it.uid());
        if (gone == null && isGone && taken.add(it.uidValidity() + " " + it.uid())) {
          gone = it;
        }
      }
      if (gone == null || !(message instanceof Read read)) {
        fresh.add(message);
      } else {
        link(run, mailbox, read, gone);
      }
    }
    return fresh;
  }

  private void link(long run, MailboxPosition mailbox, Read read, Recorded gone) {
    ledger
        .jdbc()
        .update(
            "UPDATE message SET content = NULL, settled = COALESCE(settled, 'gone')"
                + " WHERE mailbox_id = ? AND uidvalidity = ? AND uid = ?",
            mailbox.id(),
            gone.uidValidity(),
            gone.uid());
    ledger
        .jdbc()
        .update(
            "INSERT INTO message (mailbox_id, uidvalidity, uid, run_id, state, event, content, sha256, bytes,"
                + " received_at, attempts, problem, settled) VALUES (?, ?, ?, ?, 'linked', ?, ?, ?, ?, ?, 1, ?, ?)"
                + " ON CONFLICT (mailbox_id, uidvalidity, uid) DO UPDATE SET run_id = excluded.run_id,"
                + " state = excluded.state, event = excluded.event, content = excluded.content,"
                + " sha256 = excluded.sha256, problem = excluded.problem, settled = excluded.settled",
            mailbox.id(),
            mailbox.uidValidity(),
            read.uid(),
            run,
            gone.event(),
            Mailboxes.content(read.sha256()),
            read.sha256(),
            read.bytes(),
            read.receivedAt().toEpochMilli(),
            "the same bytes as UID " + gone.uid() + " of UIDVALIDITY " + gone.uidValidity(),
            read.settle() ? null : "nothing");
  }
}
