package org.bouncescan.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Locale;
import org.bouncescan.classify.Category;
import org.bouncescan.suppress.Cause;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** A {@link Suppression} as columns. */
final class SuppressionColumns {
  /** To be read with {@link #read}, from a table called {@code s}. */
  static final String SELECT =
      "s.address AS s_address, s.state AS s_state, s.cause AS s_cause, s.category AS s_category,"
          + " s.subtype AS s_subtype, s.rule AS s_rule, s.provider AS s_provider, s.reason AS s_reason,"
          + " s.evidence AS s_evidence, s.status AS s_status, s.reply_code AS s_reply_code,"
          + " s.first_seen AS s_first_seen, s.last_seen AS s_last_seen, s.counted AS s_counted,"
          + " s.since AS s_since, s.expires AS s_expires";

  /** Writes one, or writes it again; to be bound with {@link #bind}. */
  static final String UPSERT =
      "INSERT INTO suppression (job_id, turn, address, state, cause, category, subtype, rule, provider, reason,"
          + " evidence, status, reply_code, first_seen, last_seen, counted, since, expires)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (job_id, address, turn) DO UPDATE SET state = excluded.state, cause = excluded.cause,"
          + " category = excluded.category, subtype = excluded.subtype, rule = excluded.rule,"
          + " provider = excluded.provider, reason = excluded.reason, evidence = excluded.evidence,"
          + " status = excluded.status, reply_code = excluded.reply_code, first_seen = excluded.first_seen,"
          + " last_seen = excluded.last_seen, counted = excluded.counted, since = excluded.since,"
          + " expires = excluded.expires";

  private SuppressionColumns() {}

  /** Null where an outer join found none. */
  static @Nullable Suppression read(ResultSet row) throws SQLException {
    String address = row.getString("s_address");
    if (address == null) {
      return null;
    }
    String category = row.getString("s_category");
    int code = row.getInt("s_reply_code");
    Integer replyCode = row.wasNull() ? null : code;
    long end = row.getLong("s_expires");
    Instant expires = row.wasNull() ? null : Instant.ofEpochMilli(end);
    return new Suppression(
        address,
        Suppression.State.valueOf(row.getString("s_state").toUpperCase(Locale.ROOT)),
        Cause.valueOf(row.getString("s_cause").toUpperCase(Locale.ROOT)),
        category == null ? null : Category.ofLabel(category),
        row.getString("s_subtype"),
        row.getString("s_rule"),
        row.getString("s_provider"),
        row.getString("s_reason"),
        row.getString("s_evidence"),
        row.getString("s_status"),
        replyCode,
        Instant.ofEpochMilli(row.getLong("s_first_seen")),
        Instant.ofEpochMilli(row.getLong("s_last_seen")),
        row.getInt("s_counted"),
        Instant.ofEpochMilli(row.getLong("s_since")),
        expires);
  }

  static void bind(PreparedStatement to, long job, long turn, Suppression it) throws SQLException {
    to.setLong(1, job);
    to.setLong(2, turn);
    to.setString(3, it.address());
    to.setString(4, it.state().label());
    to.setString(5, it.cause().label());
    to.setString(6, it.category() == null ? null : it.category().label());
    to.setString(7, it.subtype());
    to.setString(8, it.rule());
    to.setString(9, it.provider());
    to.setString(10, it.reason());
    to.setString(11, it.evidence());
    to.setString(12, it.status());
    if (it.replyCode() == null) {
      to.setNull(13, Types.INTEGER);
    } else {
      to.setInt(13, it.replyCode());
    }
    to.setLong(14, it.firstSeen().toEpochMilli());
    to.setLong(15, it.lastSeen().toEpochMilli());
    to.setInt(16, it.count());
    to.setLong(17, it.since().toEpochMilli());
    if (it.expires() == null) {
      to.setNull(18, Types.BIGINT);
    } else {
      to.setLong(18, it.expires().toEpochMilli());
    }
  }
}
