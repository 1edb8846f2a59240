package org.bouncescan.ledger;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.bouncescan.ledger.SeenMessage.Read;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;

/** What was seen in the mailboxes of a job, and how far each has been read. */
public final class Mailboxes {
  /** A message that was not had, or seemed to be gone, is no message that was read. */
  private static final String FINAL = " AND state IN ('recorded', 'linked')";

  static final String UNSETTLED =
      "SELECT uid, event, run_id FROM message WHERE mailbox_id = ? AND uidvalidity = ? AND settled IS NULL AND uid > ?"
          + " ORDER BY uid LIMIT ?";

  private final Ledger ledger;

  Mailboxes(Ledger ledger) {
    this.ledger = ledger;
  }

  /** How far a mailbox has been read; a mailbox that is not known yet is from now on. */
  public MailboxPosition position(String name) {
    MailboxPosition position = ledger.inTransaction().execute(status -> {
      MailboxPosition known = find(name);
      if (known != null) {
        return known;
      }
      long id = ledger.nextNumber();
      ledger
          .jdbc()
          .update(
              "INSERT INTO mailbox (id, job_id, name, uidvalidity, uid_floor, uid_forgotten) VALUES (?, ?, ?, 0, 0, 0)",
              id,
              ledger.job(),
              name);
      return new MailboxPosition(id, name, 0, 0, 0);
    });
    return Objects.requireNonNull(position);
  }

  private @Nullable MailboxPosition find(String name) {
    return ledger
        .jdbc()
        .query(
            "SELECT id, uidvalidity, uid_floor, uid_forgotten FROM mailbox WHERE job_id = ? AND name = ?",
            (row, n) -> new MailboxPosition(
                row.getLong(1), name, row.getLong(2), row.getLong(3), row.getLong(4)),
            ledger.job(),
            name)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /**
   * True where the folder is not the one that was read before: it has another UIDVALIDITY, or the same one while its
   * UIDs begin again below those that were seen, as a folder that was created anew on a careless server.
   *
   * @param uidNext 0 or less where the server does not say
   */
  public boolean isAnother(MailboxPosition position, long uidValidity, long uidNext) {
    if (position.uidValidity() != uidValidity) {
      return true;
    }
    Long highest = ledger
        .jdbc()
        .queryForObject(
            "SELECT MAX(uid) FROM message WHERE mailbox_id = ? AND uidvalidity = ?",
            Long.class,
            position.id(),
            uidValidity);
    long seen = Math.max(position.uidFloor(), highest == null ? 0 : highest);
    return uidNext > 0 && uidNext <= seen;
  }

  /**
   * The folder is another one now: UIDs start again, and nothing under the old ones can be settled any more. What was
   * known under this very UIDVALIDITY stays known by its content alone.
   */
  public MailboxPosition startAgain(MailboxPosition position, long uidValidity) {
    ledger.inTransaction().executeWithoutResult(status -> {
      long aside = -ledger.nextNumber();
      for (String table : List.of("message", "outcome")) {
        ledger
            .jdbc()
            .update(
                "UPDATE " + table + " SET uidvalidity = ? WHERE mailbox_id = ? AND uidvalidity = ?",
                aside,
                position.id(),
                uidValidity);
      }
      ledger
          .jdbc()
          .update(
              "UPDATE mailbox SET uidvalidity = ?, uid_floor = 0, uid_forgotten = 0, uid_known = NULL WHERE id = ?",
              uidValidity,
              position.id());
      ledger
          .jdbc()
          .update(
              "UPDATE message SET settled = 'gone' WHERE mailbox_id = ? AND uidvalidity <> ? AND settled IS NULL",
              position.id(),
              uidValidity);
    });
    return new MailboxPosition(position.id(), position.name(), uidValidity, 0, 0);
  }

  /**
   * Which messages of a folder still have to be read: those that are not known, also far below the floor, where servers
   * show messages that they hid before; and those that could not be had, or seemed to be gone.
   *
   * @param there the UIDs in the folder, ascending
   */
  public long[] unread(MailboxPosition position, long[] there) {
    return unread(position, there, known(position));
  }

  private long[] unread(MailboxPosition position, long[] all, UidRanges gathered) {
    // Of a mailbox with a million messages that are known not even their rows are looked at.
    long[] there = gathered.without(all);
    if (there.length == 0) {
      return there;
    }
    Set<Long> again = again(position);
    // What lies below all that is there, years of messages moved away, is not even looked at.
    long above = Math.max(position.uidForgotten(), there[0] - 1);
    return Objects.requireNonNull(ledger
        .jdbc()
        .query(
            "SELECT uid FROM message WHERE mailbox_id = ? AND uidvalidity = ? AND uid > ?" + FINAL
                + " ORDER BY uid",
            (ResultSetExtractor<long[]>)
                known -> unread(there, known, position.uidForgotten(), again),
            position.id(),
            position.uidValidity(),
            above));
  }

  /** Two ascending lists side by side: a mailbox may hold a million messages that are known. */
  private static long[] unread(long[] there, ResultSet known, long forgotten, Set<Long> again)
      throws SQLException {
    LongStream.Builder unread = LongStream.builder();
    long next = next(known);
    for (long uid : there) {
      while (next < uid) {
        next = next(known);
      }
      if (uid > forgotten ? next != uid : again.contains(uid)) {
        unread.add(uid);
      }
    }
    return unread.build().toArray();
  }

  /** What is known to be read without a look at the rows: the most of it, if not all. */
  private UidRanges known(MailboxPosition position) {
    return UidRanges.of(ledger
        .jdbc()
        .queryForObject("SELECT uid_known FROM mailbox WHERE id = ?", String.class, position.id()));
  }

  private static long next(ResultSet uids) throws SQLException {
    return uids.next() ? uids.getLong(1) : Long.MAX_VALUE;
  }

  /** What is to be fetched again although it lies so low that what is known there has been forgotten. */
  private Set<Long> again(MailboxPosition position) {
    return new HashSet<>(ledger
        .jdbc()
        .queryForList(
            "SELECT uid FROM message WHERE mailbox_id = ? AND uidvalidity = ? AND uid <= ? AND state IN ('failed', 'vanished')",
            Long.class,
            position.id(),
            position.uidValidity(),
            position.uidForgotten()));
  }

  /**
   * Remembers a chunk: messages, their outcomes, and with them the position. To be called inside a transaction.
   *
   * @param present true for a UID that is still in the mailbox: a message with the same bytes as one that is gone is
   *     that one again
   */
  public void record(
      long run, MailboxPosition mailbox, List<SeenMessage> chunk, LongPredicate present) {
    List<SeenMessage> fresh =
        new Twins(ledger).takeOut(run, mailbox, notRecorded(mailbox, chunk), present);
    if (fresh.isEmpty()) {
      return;
    }
    ledger
        .jdbc()
        .batchUpdate(
            "INSERT INTO message (mailbox_id, uidvalidity, uid, run_id, state, event, content, sha256, bytes,"
                + " received_at, attempts, problem, settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)"
                + " ON CONFLICT (mailbox_id, uidvalidity, uid) DO UPDATE SET run_id = excluded.run_id,"
                + " state = excluded.state, event = excluded.event, content = excluded.content,"
                + " sha256 = excluded.sha256, bytes = excluded.bytes, received_at = excluded.received_at,"
                + " attempts = message.attempts + 1, problem = excluded.problem, settled = excluded.settled",
            fresh,
            fresh.size(),
            (statement, message) -> bind(statement, run, mailbox, message));
    new OutcomeWriter(ledger).write(run, mailbox, fresh);
  }

  /** A chunk may come twice when the first time was not acknowledged: what is there stays as it is. */
  private List<SeenMessage> notRecorded(MailboxPosition mailbox, List<SeenMessage> chunk) {
    if (chunk.isEmpty()) {
      return chunk;
    }
    List<Object> arguments = new ArrayList<>(List.of(mailbox.id(), mailbox.uidValidity()));
    chunk.forEach(it -> arguments.add(it.uid()));
    String uids = String.join(", ", Collections.nCopies(chunk.size(), "?"));
    // Not a range: connections side by side bring messages from all over the mailbox.
    Set<Long> there = new HashSet<>(ledger
        .jdbc()
        .queryForList(
            "SELECT uid FROM message WHERE mailbox_id = ? AND uidvalidity = ? AND uid IN (" + uids
                + ")" + FINAL,
            Long.class,
            arguments.toArray()));
    return there.isEmpty()
        ? chunk
        : chunk.stream().filter(it -> !there.contains(it.uid())).toList();
  }

  private static void bind(
      PreparedStatement statement, long run, MailboxPosition mailbox, SeenMessage message)
      throws SQLException {
    statement.setLong(1, mailbox.id());
    statement.setLong(2, mailbox.uidValidity());
    statement.setLong(3, message.uid());
    statement.setLong(4, run);
    if (message instanceof Read read) {
      statement.setString(5, "recorded");
      statement.setString(6, read.event().label());
      statement.setLong(7, content(read.sha256()));
      statement.setBytes(8, read.sha256());
      statement.setLong(9, read.bytes());
      statement.setLong(10, read.receivedAt().toEpochMilli());
      statement.setNull(11, Types.VARCHAR);
      statement.setString(12, read.settle() ? null : "nothing");
    } else {
      boolean vanished = message instanceof SeenMessage.Vanished;
      statement.setString(5, vanished ? "vanished" : "failed");
      statement.setNull(6, Types.VARCHAR);
      statement.setNull(7, Types.BIGINT);
      statement.setNull(8, Types.BINARY);
      statement.setLong(9, 0);
      statement.setNull(10, Types.BIGINT);
      statement.setString(11, message instanceof SeenMessage.Failed it ? it.problem() : null);
      statement.setString(12, "nothing");
    }
  }

  /** The first 64 bits of a hash: what messages are looked up by. */
  static long content(byte[] sha256) {
    return ByteBuffer.wrap(sha256).getLong();
  }

  /**
   * A mailbox was read to its end. To be called inside the transaction that records the last of it.
   *
   * @param uidNext what the server gave at opening: everything below it was listed
   * @param there the UIDs in the folder, ascending
   */
  public void finished(MailboxPosition mailbox, long uidNext, long[] there) {
    ledger
        .jdbc()
        .update(
            "UPDATE mailbox SET uid_floor = ? WHERE id = ? AND uid_floor < ?",
            uidNext - 1,
            mailbox.id(),
            uidNext - 1);
    UidRanges before = known(mailbox);
    String known = before.with(there, unread(mailbox, there, before)).text();
    ledger.jdbc().update("UPDATE mailbox SET uid_known = ? WHERE id = ?", known, mailbox.id());
  }

  /**
   * Notes how a mailbox fared in this run, with the last chunk of it. A run that goes on after its end lists less than it did before.
   *
   * @param ending a label; null when all went well
   * @param problem one line; null when all went well
   */
  public void fared(
      long run,
      MailboxPosition mailbox,
      long listed,
      long known,
      @Nullable String ending,
      @Nullable String problem) {
    ledger
        .jdbc()
        .update(
            "INSERT INTO run_mailbox (run_id, mailbox_id, listed, known, ending, problem) VALUES (?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (run_id, mailbox_id) DO UPDATE SET known = excluded.known, ending = excluded.ending,"
                + " problem = excluded.problem, listed = CASE WHEN run_mailbox.listed > excluded.listed"
                + " THEN run_mailbox.listed ELSE excluded.listed END",
            run,
            mailbox.id(),
            listed,
            known,
            ending,
            problem);
  }

  /**
   * How a mailbox fared in a run.
   *
   * @param listed messages above the floor
   * @param known of those, the ones that an earlier scan had recorded
   * @param ending a label; null when all went well
   */
  public record Fared(
      String mailbox,
      long listed,
      long known,
      @Nullable String ending,
      @Nullable String problem) {}

  /** How the mailboxes fared in a run. */
  public List<Fared> fared(long run) {
    return ledger
        .jdbc()
        .query(
            "SELECT b.name, f.listed, f.known, f.ending, f.problem FROM run_mailbox f"
                + " JOIN mailbox b ON b.id = f.mailbox_id WHERE f.run_id = ? ORDER BY f.mailbox_id",
            (row, n) -> new Fared(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5)),
            run);
  }

  /** The next UIDs to be settled on the server, ascending, with what each message reported. */
  public List<Unsettled> unsettled(MailboxPosition mailbox, long aboveUid, int limit) {
    return ledger
        .jdbc()
        .query(
            UNSETTLED,
            (row, n) -> new Unsettled(row.getLong(1), row.getString(2), row.getLong(3)),
            mailbox.id(),
            mailbox.uidValidity(),
            aboveUid,
            limit);
  }

  /** Notes what was done with messages on the server. */
  public void settled(MailboxPosition mailbox, List<Long> uids, String how) {
    ledger
        .inTransaction()
        .executeWithoutResult(status -> ledger
            .jdbc()
            .batchUpdate(
                "UPDATE message SET settled = ? WHERE mailbox_id = ? AND uidvalidity = ? AND uid = ?",
                uids,
                Math.max(1, uids.size()),
                (statement, uid) -> {
                  statement.setString(1, how);
                  statement.setLong(2, mailbox.id());
                  statement.setLong(3, mailbox.uidValidity());
                  statement.setLong(4, uid);
                }));
  }

  /**
   * A message that is to be settled.
   *
   * @param event label of what it reported
   * @param run in which it was read
   */
  public record Unsettled(long uid, String event, long run) {}
}
