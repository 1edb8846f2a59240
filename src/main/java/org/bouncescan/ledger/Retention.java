package org.bouncescan.ledger;

import java.time.Instant;

/** Forgets what no decision needs any more. Suppressions and holds stay, with the reply that decided. */
public final class Retention {
  private final Ledger ledger;

  Retention(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Forgets messages, outcomes and evidence of runs that began before a moment. */
  public void forgetBefore(Instant moment) {
    String old = " IN (SELECT id FROM run WHERE job_id = ? AND state = 'ended' AND started_at < ?)";
    Object[] arguments = {ledger.job(), moment.toEpochMilli()};
    Long runs = ledger
        .jdbc()
        .queryForObject("SELECT COUNT(*) FROM run WHERE id" + old, Long.class, arguments);
    if (runs == null || runs == 0) {
      return; // most nights: nothing of a large mailbox is to be looked through
    }
    ledger.inTransaction().executeWithoutResult(status -> {
      ledger
          .jdbc()
          .update(
              "DELETE FROM evidence WHERE outcome_id IN (SELECT id FROM outcome WHERE run_id" + old
                  + ")",
              arguments);
      ledger.jdbc().update("DELETE FROM outcome WHERE run_id" + old, arguments);
      forgetMessages(old, arguments);
      ledger.jdbc().update("DELETE FROM run_count WHERE run_id" + old, arguments);
      ledger.jdbc().update("DELETE FROM run_mailbox WHERE run_id" + old, arguments);
    });
  }

  /** What is not settled, or still has to be fetched, stays; of the others the mailbox remembers up to where they went. */
  private void forgetMessages(String old, Object[] arguments) {
    String done = "run_id" + old + " AND settled IS NOT NULL AND state IN ('recorded', 'linked')";
    ledger
        .jdbc()
        .update(
            "UPDATE mailbox SET uid_forgotten = COALESCE((SELECT MAX(m.uid) FROM message m WHERE m.mailbox_id ="
                + " mailbox.id AND m.uidvalidity = mailbox.uidvalidity AND m.uid <= mailbox.uid_floor AND m.uid >"
                + " mailbox.uid_forgotten AND m." + done + "), uid_forgotten) WHERE job_id = ?",
            arguments[0],
            arguments[1],
            arguments[0]);
    ledger
        .jdbc()
        .update(
            "DELETE FROM message WHERE " + done + " AND EXISTS"
                + " (SELECT 1 FROM mailbox b WHERE b.id = message.mailbox_id"
                + " AND (b.uidvalidity <> message.uidvalidity OR b.uid_forgotten >= message.uid))",
            arguments);
  }
}
