package org.bouncescan.job;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.RunRecord;
import org.bouncescan.suppress.Authenticity;
import org.bouncescan.suppress.Claims;
import org.bouncescan.suppress.SuppressionPolicy;

/**
 * What the steps of one run share.
 *
 * @param door opens mailboxes
 * @param stopping true once somebody asked the run to stop
 * @param warnings what a person should know, one line each; grows
 */
record RunContext(
    JobSettings settings,
    boolean dryRun,
    Ledger ledger,
    RunRecord run,
    Stages stages,
    Authenticity authenticity,
    SuppressionPolicy policy,
    Claims claims,
    MailFolder.Door door,
    Progress progress,
    Clock clock,
    BooleanSupplier stopping,
    List<String> warnings) {
  RunContext {
    warnings = new CopyOnWriteArrayList<>(warnings);
  }

  void warn(String line) {
    if (!warnings.contains(line)) {
      warnings.add(line);
      progress.warning(line);
    }
  }
}
