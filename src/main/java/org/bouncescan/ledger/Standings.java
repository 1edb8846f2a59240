package org.bouncescan.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** Where each address stands now, beside every state it was ever in. To be used inside a transaction. */
final class Standings {
  private final Ledger ledger;

  Standings(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A state that an address comes into.
   *
   * @param due when it has to be decided anew though nothing is heard of the address; null for never
   */
  record Fresh(Suppression suppression, @Nullable Instant due) {}

  /** Notes states that addresses come into, or notes them again. */
  void record(long turn, List<Fresh> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    ledger
        .jdbc()
        .batchUpdate(
            SuppressionColumns.UPSERT,
            fresh,
            fresh.size(),
            (to, it) -> SuppressionColumns.bind(to, ledger.job(), turn, it.suppression()));
    ledger
        .jdbc()
        .batchUpdate(
            "INSERT INTO standing (job_id, address, turn, state, due) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (job_id, address) DO UPDATE SET turn = excluded.turn, state = excluded.state,"
                + " due = excluded.due",
            fresh,
            fresh.size(),
            (to, it) -> {
              to.setLong(1, ledger.job());
              to.setString(2, it.suppression().address());
              to.setLong(3, turn);
              to.setString(4, it.suppression().state().label());
              bind(to, 5, it.due());
            });
  }

  /** Notes when states that addresses keep have to be decided anew. */
  void due(Map<String, @Nullable Instant> moments) {
    if (moments.isEmpty()) {
      return;
    }
    List<Map.Entry<String, @Nullable Instant>> entries = List.copyOf(moments.entrySet());
    ledger
        .jdbc()
        .batchUpdate(
            "UPDATE standing SET due = ? WHERE job_id = ? AND address = ?",
            entries,
            entries.size(),
            (to, it) -> {
              bind(to, 1, it.getValue());
              to.setLong(2, ledger.job());
              to.setString(3, it.getKey());
            });
  }

  private static void bind(PreparedStatement to, int index, @Nullable Instant moment)
      throws SQLException {
    if (moment == null) {
      to.setNull(index, Types.BIGINT);
    } else {
      to.setLong(index, moment.toEpochMilli());
    }
  }
}
