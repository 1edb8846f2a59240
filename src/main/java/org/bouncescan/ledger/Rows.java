package org.bouncescan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/** What a run found and decided, for its reports. */
public final class Rows {
  /** Refusals that a claim of allow-listing is about. */
  private static final String RESTRICTED = Arrays.stream(Category.values())
      .filter(it -> it.bounceClass() == BounceClass.RESTRICTED || it == Category.POLICY_REJECTED)
      .map(it -> "'" + it.label() + "'")
      .collect(Collectors.joining(", ", "(", ")"));

  private final Ledger ledger;

  Rows(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A row of a run.
   *
   * @param seq from 0, which recipient of the message
   * @param measure label of what was decided; null before anything was
   * @param reason why it was decided; null before anything was
   */
  public record Row(
      String mailbox,
      long uidValidity,
      long uid,
      int seq,
      Instant receivedAt,
      Finding finding,
      @Nullable String measure,
      @Nullable String reason,
      int count) {}

  /** A message that could not be fetched, and why. */
  public record NotFetched(String mailbox, long uid, String problem) {}

  /** Every row of a run: by mailbox, UIDVALIDITY, UID and recipient. */
  public void each(long run, Consumer<Row> sink) {
    new Answer(ledger)
        .each(
            "SELECT b.name, o.*, e.* FROM outcome o JOIN mailbox b ON b.id = o.mailbox_id"
                + " LEFT JOIN evidence e ON e.outcome_id = o.id WHERE o.run_id = ?"
                + " ORDER BY o.run_id, o.mailbox_id, o.uidvalidity, o.uid, o.seq",
            row -> sink.accept(row(row)),
            run);
  }

  /** The messages that a run could not fetch; the next one tries again. */
  public List<NotFetched> notFetched(long run) {
    return ledger
        .jdbc()
        .query(
            "SELECT b.name, m.uid, m.problem FROM message m JOIN mailbox b ON b.id = m.mailbox_id"
                + " WHERE m.run_id = ? AND m.state = 'failed' ORDER BY m.mailbox_id, m.uidvalidity, m.uid LIMIT 10000",
            (row, n) -> new NotFetched(
                row.getString(1),
                row.getLong(2),
                Objects.requireNonNullElse(row.getString(3), "not handed out by the server")),
            run);
  }

  /** How many messages of a run are in each state, by label. */
  public Map<String, Long> messages(long run) {
    return counts("SELECT state, COUNT(*) FROM message WHERE run_id = ? GROUP BY state", run);
  }

  /** How many rows of a run report each event, by label. */
  public Map<String, Long> events(long run) {
    return counts("SELECT event, COUNT(*) FROM outcome WHERE run_id = ? GROUP BY event", run);
  }

  /**
   * What a run counted.
   *
   * @param messages in each state, by label
   * @param events rows that report each, by label
   * @param categories failures of each, by label
   */
  public record Counted(
      Map<String, Long> messages, Map<String, Long> events, Map<String, Long> categories) {}

  /** Counts messages and rows of a run, reading each of them once. */
  public Counted counted(long run) {
    Map<String, Long> events = new TreeMap<>();
    Map<String, Long> categories = new TreeMap<>();
    ledger
        .jdbc()
        .query(
            "SELECT event, category, COUNT(*) FROM outcome WHERE run_id = ? GROUP BY event, category",
            row -> {
              String event = row.getString(1);
              String category = row.getString(2);
              long count = row.getLong(3);
              events.merge(event, count, Long::sum);
              if (category != null && event.equals(Event.FAILED.label())) {
                categories.merge(category, count, Long::sum);
              }
            },
            run);
    return new Counted(messages(run), events, categories);
  }

  /** A row since some moment that may say something about a claim of allow-listing, in order of receipt. */
  public void sinceClaim(Instant since, Consumer<Row> sink) {
    new Answer(ledger)
        .each(
            "SELECT b.name, o.*, e.* FROM outcome o JOIN mailbox b ON b.id = o.mailbox_id"
                + " LEFT JOIN evidence e ON e.outcome_id = o.id WHERE o.job_id = ? AND o.received_at >= ?"
                + " AND o.address IS NOT NULL AND (o.event IN ('delivered', 'auto_reply', 'challenge_response')"
                + " OR (o.event = 'failed' AND o.category IN " + RESTRICTED + "))"
                + " ORDER BY o.received_at, o.id",
            row -> sink.accept(row(row)),
            ledger.job(),
            since.toEpochMilli());
  }

  private Map<String, Long> counts(String sql, long run) {
    Map<String, Long> counts = new TreeMap<>();
    ledger
        .jdbc()
        .query(
            sql,
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            },
            run);
    return counts;
  }

  private static Row row(ResultSet row) throws SQLException {
    String category = row.getString("category");
    Finding finding = new Finding(
        Event.valueOf(row.getString("event").toUpperCase(Locale.ROOT)),
        row.getString("address"),
        category == null ? null : Category.ofLabel(category),
        row.getString("subtype"),
        row.getString("rule"),
        row.getString("provider"),
        row.getInt("stated_clearly") == 1,
        row.getInt("double_weight") == 1,
        row.getInt("verified") == 1,
        row.getString("original_message"),
        evidence(row));
    return new Row(
        row.getString("name"),
        row.getLong("uidvalidity"),
        row.getLong("uid"),
        row.getInt("seq"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        finding,
        row.getString("measure"),
        row.getString("reason"),
        row.getInt("counted"));
  }

  static Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(
        row.getString("recipient"),
        row.getString("bounce_class"),
        row.getString("resolvers"),
        row.getString("status"),
        integer(row, "reply_code"),
        row.getString("diagnostic"),
        row.getString("masked"),
        row.getString("confidence"),
        flag(row, "conflict"),
        flag(row, "claimed_permanent"),
        row.getString("phase"),
        row.getString("remote_mta"),
        row.getString("reporting_mta"),
        row.getString("arrival_date"),
        row.getString("original_recipient"),
        row.getString("final_recipient"),
        row.getString("original_message_id"),
        row.getString("original_subject"),
        row.getString("header_from"),
        row.getString("return_path"),
        row.getString("dkim_domains"),
        row.getString("sending_ip"),
        row.getString("campaign"),
        row.getString("dialect"),
        row.getString("note"));
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : Integer.valueOf(value);
  }

  private static @Nullable Boolean flag(ResultSet row, String column) throws SQLException {
    Integer value = integer(row, column);
    return value == null ? null : Boolean.valueOf(value == 1);
  }
}
