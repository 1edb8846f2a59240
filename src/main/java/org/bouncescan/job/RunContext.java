package org.bouncescan.job;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.ledger.RunRecord;
import org.bouncescan.suppress.Authenticity;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.SuppressionPolicy;

/**
 * What the steps of one run share.
 *
 * @param broken lines of the inputs that could not be used
 * @param kept where raw messages go
 * @param door opens mailboxes
 * @param stopping true once somebody asked the run to stop
 * @param warnings what a person should know, one line each
 * @param badDays what the guard thinks of failures on the way
 */
record RunContext(
    JobSettings settings,
    boolean dryRun,
    Ledger ledger,
    RunRecord run,
    Stages stages,
    Authenticity authenticity,
    SuppressionPolicy policy,
    RunInputs inputs,
    List<BrokenLine> broken,
    KeptMessages kept,
    MailFolder.Door door,
    Progress progress,
    Clock clock,
    BooleanSupplier stopping,
    Warnings warnings,
    BadDays badDays) {
  void warn(String line) {
    if (warnings.add(line)) {
      progress.warning(line);
    }
  }
}
