package org.bouncescan.job;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.Evidence;
import org.bouncescan.ledger.Finding;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.Rows.Row;
import org.bouncescan.suppress.Claim;
import org.bouncescan.suppress.ClaimEvidence;
import org.bouncescan.suppress.ClaimJudge;

/** What the ledger has to say about claims of allow-listing. */
final class JudgedClaims {
  private JudgedClaims() {}

  /** Every claim with what was refused, and what came through, since. */
  static List<ClaimJudge.Judged> of(List<Claim> claims, Ledger ledger) {
    List<ClaimJudge> judges = claims.stream().map(ClaimJudge::new).toList();
    Instant since =
        claims.stream().map(Claim::since).min(Comparator.naturalOrder()).orElse(null);
    if (since != null) {
      ledger.rows().sinceClaim(since, row -> {
        ClaimEvidence evidence = evidence(row);
        judges.forEach(it -> it.accept(evidence));
      });
      ledger.decisions().deliveredSince(since, (address, at) -> {
        ClaimEvidence evidence = new ClaimEvidence(
            at, address, Event.DELIVERED, null, "", null, ClaimEvidence.Identity.UNKNOWN);
        judges.forEach(it -> it.accept(evidence));
      });
    }
    return judges.stream().map(ClaimJudge::judge).toList();
  }

  private static ClaimEvidence evidence(Row row) {
    Finding finding = row.finding();
    return new ClaimEvidence(
        row.receivedAt(),
        Objects.requireNonNull(finding.address()),
        finding.event(),
        finding.category(),
        Objects.requireNonNullElse(finding.evidence().diagnostic(), ""),
        finding.evidence().remoteMta(),
        identity(finding.evidence()));
  }

  /** As whom we sent what was answered. */
  static ClaimEvidence.Identity identity(Evidence it) {
    String dkim = it.dkimDomains();
    return new ClaimEvidence.Identity(
        it.headerFrom(),
        it.returnPath(),
        it.sendingIp(),
        dkim == null || dkim.isBlank() ? List.of() : List.of(dkim.split(" ", -1)));
  }
}
