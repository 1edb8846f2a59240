package org.bouncescan.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.ledger.SeenMessage.Read;
import org.jspecify.annotations.Nullable;

/** Writes findings as rows of {@code outcome} and {@code evidence}. */
final class OutcomeWriter {
  private final Ledger ledger;

  OutcomeWriter(Ledger ledger) {
    this.ledger = ledger;
  }

  private record Row(long id, Read message, int seq, Finding finding) {}

  void write(long run, MailboxPosition mailbox, List<SeenMessage> chunk) {
    List<Row> rows = new ArrayList<>();
    for (SeenMessage message : chunk) {
      if (message instanceof Read read) {
        int seq = 0;
        for (Finding finding : read.findings()) {
          rows.add(new Row(ledger.nextNumber(), read, seq++, finding));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    ledger
        .jdbc()
        .batchUpdate(
            "INSERT INTO outcome (id, job_id, run_id, mailbox_id, uidvalidity, uid, seq, received_at, event, address,"
                + " category, subtype, rule, provider, stated_clearly, double_weight, verified, original_message)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
            rows.size(),
            (statement, row) -> bindOutcome(statement, run, mailbox, row));
    ledger
        .jdbc()
        .batchUpdate(
            "INSERT INTO evidence (outcome_id, recipient, bounce_class, resolvers, status, reply_code, diagnostic, masked,"
                + " confidence, conflict, claimed_permanent, phase, remote_mta, reporting_mta, arrival_date,"
                + " original_recipient, final_recipient, original_message_id, original_subject, header_from,"
                + " return_path, dkim_domains, sending_ip, campaign, dialect, note)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
            rows.size(),
            (statement, row) -> bindEvidence(statement, row.id(), row.finding().evidence()));
  }

  private void bindOutcome(PreparedStatement to, long run, MailboxPosition mailbox, Row row)
      throws SQLException {
    Finding finding = row.finding();
    to.setLong(1, row.id());
    to.setLong(2, ledger.job());
    to.setLong(3, run);
    to.setLong(4, mailbox.id());
    to.setLong(5, mailbox.uidValidity());
    to.setLong(6, row.message().uid());
    to.setInt(7, row.seq());
    to.setLong(8, row.message().receivedAt().toEpochMilli());
    to.setString(9, finding.event().label());
    to.setString(10, clean(finding.address()));
    to.setString(11, finding.category() == null ? null : finding.category().label());
    to.setString(12, clean(finding.subtype()));
    to.setString(13, clean(finding.rule()));
    to.setString(14, clean(finding.provider()));
    to.setInt(15, finding.statedClearly() ? 1 : 0);
    to.setInt(16, finding.doubleWeight() ? 1 : 0);
    to.setInt(17, finding.verified() ? 1 : 0);
    to.setString(18, clean(finding.originalMessage()));
  }

  private static void bindEvidence(PreparedStatement to, long id, Evidence it) throws SQLException {
    to.setLong(1, id);
    to.setString(2, clean(it.recipient()));
    to.setString(3, clean(it.bounceClass()));
    to.setString(4, clean(it.resolvers()));
    to.setString(5, clean(it.status()));
    to.setObject(6, it.replyCode());
    to.setString(7, clean(it.diagnostic()));
    to.setString(8, clean(it.masked()));
    to.setString(9, clean(it.confidence()));
    to.setObject(10, number(it.conflict()));
    to.setObject(11, number(it.claimedPermanent()));
    to.setString(12, clean(it.phase()));
    to.setString(13, clean(it.remoteMta()));
    to.setString(14, clean(it.reportingMta()));
    to.setString(15, clean(it.arrivalDate()));
    to.setString(16, clean(it.originalRecipient()));
    to.setString(17, clean(it.finalRecipient()));
    to.setString(18, clean(it.originalMessageId()));
    to.setString(19, clean(it.originalSubject()));
    to.setString(20, clean(it.headerFrom()));
    to.setString(21, clean(it.returnPath()));
    to.setString(22, clean(it.dkimDomains()));
    to.setString(23, clean(it.sendingIp()));
    to.setString(24, clean(it.campaign()));
    to.setString(25, clean(it.dialect()));
    to.setString(26, clean(it.note()));
  }

  private static @Nullable Integer number(@Nullable Boolean value) {
    return value == null ? null : Integer.valueOf(value ? 1 : 0);
  }

  /** PostgreSQL takes neither NUL nor half a surrogate pair, and a stranger's text may hold both. */
  static @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return text.codePoints()
            .filter(it -> it != 0)
            .map(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE ? 0xFFFD : it)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
