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
    ledger.inTransaction().executeWithoutResult(status -> {
      ledger
          .jdbc()
          .update(
              "DELETE FROM evidence WHERE outcome_id IN (SELECT id FROM outcome WHERE run_id" + old
                  + ")",
              arguments);
      ledger.jdbc().update("DELETE FROM outcome WHERE run_id" + old, arguments);
      ledger
          .jdbc()
          .update(
              "DELETE FROM message WHERE run_id" + old + " AND settled IS NOT NULL AND EXISTS"
                  + " (SELECT 1 FROM mailbox b WHERE b.id = message.mailbox_id"
                  + " AND (b.uidvalidity <> message.uidvalidity OR b.uid_floor >= message.uid))",
              arguments);
      ledger.jdbc().update("DELETE FROM run_count WHERE run_id" + old, arguments);
      ledger.jdbc().update("DELETE FROM run_mailbox WHERE run_id" + old, arguments);
    });
  }
}
