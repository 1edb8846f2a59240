package org.bouncescan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.AddressHistory;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Incident;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a run decides about, one after the other, each with its whole history: a query for some thousand of
 * them at a time. One for all would keep the ledger as it was when it began, and what is written meanwhile in a log
 * beside it, which grows larger than the ledger.
 */
public final class Histories implements AutoCloseable {
  /** More incidents of one address than this change no decision; a flood must not fill the memory. */
  private static final int MOST_INCIDENTS = 400;

  private static final int ADDRESSES_AT_ONCE = 4_000;

  private final Ledger ledger;
  private final long run;
  private final List<GuardEvent> guarded;
  private @Nullable Page page;
  private String last = "";
  private boolean done;

  Histories(Ledger ledger, long run, List<GuardEvent> guarded) {
    this.ledger = ledger;
    this.run = run;
    this.guarded = List.copyOf(guarded);
  }

  /** An address and what is known of it, apart from claims. */
  public record Known(String address, AddressHistory history) {}

  /** The next address; null when there is none left. */
  public @Nullable Known next() throws SQLException {
    while (!done) {
      Page open = page;
      if (open == null) {
        open = new Page(ledger, run, last);
        page = open;
      }
      if (open.onRow) {
        Known known = open.next(guarded);
        last = known.address();
        return known;
      }
      done = open.addresses < ADDRESSES_AT_ONCE;
      close();
    }
    return null;
  }

  @Override
  public void close() {
    Page open = page;
    page = null;
    if (open != null) {
      open.close();
    }
  }

  /** Of a flood the newest are kept, and every word of the recipient's own. */
  private static void add(List<Incident> incidents, Incident incident) {
    if (incidents.size() >= MOST_INCIDENTS) {
      for (int i = 0; i < incidents.size(); i++) {
        Event event = incidents.get(i).event();
        if (event != Event.COMPLAINT && event != Event.UNSUBSCRIBE_REQUEST) {
          incidents.remove(i);
          break;
        }
      }
    }
    if (incidents.size() < MOST_INCIDENTS) {
      incidents.add(incident);
    }
  }

  /** The answer to one query. */
  private static final class Page {
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean onRow;
    private int addresses;

    Page(Ledger ledger, long run, String after) {
      Connection opened = null;
      try {
        opened = ledger.database().apart();
        if (ledger.isPostgres()) {
          // PostgreSQL hands out rows bit by bit only inside a transaction.
          opened.setAutoCommit(false);
        }
        this.connection = opened;
        this.statement = opened.prepareStatement(
            "SELECT t.address, o.id, o.received_at, o.event, o.category, o.subtype, o.rule, o.provider,"
                + " o.stated_clearly, o.double_weight, o.verified, o.original_message, d.at AS delivered,"
                + " (SELECT MAX(r.through) FROM released r WHERE r.job_id = ? AND r.address = t.address) AS through, "
                + SuppressionColumns.SELECT
                + " FROM (SELECT address FROM touched WHERE run_id = ? AND address > ? ORDER BY address LIMIT ?) t"
                + " LEFT JOIN outcome o ON o.job_id = ? AND o.address = t.address"
                + " LEFT JOIN delivery d ON d.job_id = ? AND d.address = t.address"
                + " LEFT JOIN suppression s ON s.job_id = ? AND s.address = t.address AND s.turn ="
                + " (SELECT MAX(l.turn) FROM suppression l WHERE l.job_id = ? AND l.address = t.address AND l.turn < ?)"
                + " ORDER BY t.address, o.received_at, o.id");
        statement.setFetchSize(1000);
        statement.setLong(1, ledger.job());
        statement.setLong(2, run);
        statement.setString(3, after);
        statement.setInt(4, ADDRESSES_AT_ONCE);
        for (int i = 5; i <= 8; i++) {
          statement.setLong(i, ledger.job());
        }
        statement.setLong(9, run);
        this.rows = statement.executeQuery();
        this.onRow = rows.next();
      } catch (SQLException e) {
        Page.close(opened);
        throw LedgerFailures.explain(ledger.database().place(), e);
      }
    }

    Known next(List<GuardEvent> guarded) throws SQLException {
      String address = rows.getString("address");
      Suppression current = SuppressionColumns.read(rows);
      long through = rows.getLong("through");
      long at = rows.getLong("delivered");
      Instant delivered = rows.wasNull() ? null : Instant.ofEpochMilli(at);
      List<Incident> incidents = new ArrayList<>();
      do {
        Incident incident = incident(address);
        if (incident != null) {
          add(incidents, incident);
        }
        onRow = rows.next();
      } while (onRow && address.equals(rows.getString("address")));
      addresses++;
      return new Known(
          address, new AddressHistory(incidents, current, delivered, through, null, guarded));
    }

    private @Nullable Incident incident(String address) throws SQLException {
      long id = rows.getLong("id");
      if (rows.wasNull()) {
        return null;
      }
      String category = rows.getString("category");
      return new Incident(
          id,
          address,
          Instant.ofEpochMilli(rows.getLong("received_at")),
          Event.valueOf(rows.getString("event").toUpperCase(Locale.ROOT)),
          category == null ? null : Category.ofLabel(category),
          rows.getString("subtype"),
          rows.getString("rule"),
          rows.getString("provider"),
          rows.getInt("stated_clearly") == 1,
          rows.getInt("double_weight") == 1,
          rows.getInt("verified") == 1,
          rows.getString("original_message"));
    }

    private static void close(@Nullable Connection connection) {
      if (connection != null) {
        try {
          if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
          }
          connection.close();
        } catch (SQLException e) {
          // Nothing was written through it.
        }
      }
    }

    void close() {
      try {
        rows.close();
        statement.close();
      } catch (SQLException e) {
        // The connection is closed next.
      }
      close(connection);
    }
  }
}
