package org.bouncescan.report;

import java.util.List;
import org.bouncescan.suppress.ClaimEvidence;
import org.bouncescan.suppress.ClaimJudge;
import org.jspecify.annotations.Nullable;

/** A row of claims.csv. */
final class ClaimRow {
  static final List<String> COLUMNS = List.of(
      "scope",
      "claimed_on",
      "claimed_by",
      "standing",
      "bounces_since",
      "first_bounce",
      "last_bounce",
      "last_recipient",
      "first_reply",
      "last_reply",
      "last_host",
      "used_from",
      "used_envelope_from",
      "used_ip",
      "used_dkim_domains",
      "allowed_as_claimed",
      "likely_reason",
      "note",
      "line");

  private ClaimRow() {}

  static void write(CsvFile file, ClaimJudge.Judged judged) {
    ClaimEvidence first = judged.first();
    ClaimEvidence last = judged.last();
    ClaimEvidence.Identity used = last == null ? ClaimEvidence.Identity.UNKNOWN : last.identity();
    file.row(
        judged.claim().scope(),
        judged.claim().claimedOn().toString(),
        judged.claim().claimedBy(),
        judged.standing().label(),
        judged.bounces(),
        first == null ? null : first.at(),
        last == null ? null : last.at(),
        last == null ? null : last.address(),
        reply(first),
        reply(last),
        last == null ? null : last.host(),
        used.headerFrom(),
        used.envelopeFrom(),
        used.ip(),
        String.join(";", used.dkimDomains()),
        judged.claim().identities(),
        judged.likelyReason(),
        judged.claim().note(),
        judged.claim().line());
  }

  private static @Nullable String reply(@Nullable ClaimEvidence evidence) {
    return evidence == null ? null : evidence.reply();
  }
}
