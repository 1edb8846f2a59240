package org.bouncescan.job;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncescan.ledger.Rows;
import org.jspecify.annotations.Nullable;

/** What comes after deciding: files, settling, and the answer to whoever started the run. */
final class Ends {
  private final RunContext run;
  private final OutputFolder output;
  private final Set<Ending> endings = EnumSet.noneOf(Ending.class);

  Ends(RunContext run, OutputFolder output) {
    this.run = run;
    this.output = output;
  }

  /** Writes the files; from then on messages may be settled. */
  void report() {
    run.ledger().runs().reported(run.run().id());
  }

  /** Settles the messages on the server. */
  void settle() {
    Settling settling = new Settling(run);
    for (JobSettings.Mailbox mailbox : run.settings().mailboxes()) {
      endings.add(settling.settle(mailbox).ending());
    }
  }

  JobResult stopped() {
    return answer(Ending.TRY_AGAIN, null);
  }

  JobResult result() {
    Ending ending = Endings.gravest(endings);
    JobResult result = answer(ending, output.path().resolve(run.run().folder()));
    run.ledger()
        .runs()
        .end(run.run().id(), run.clock().instant(), ending.exitCode(), result.summary());
    return result;
  }

  private JobResult answer(Ending ending, @Nullable Path folder) {
    Rows rows = run.ledger().rows();
    long id = run.run().id();
    Map<String, Long> events = rows.events(id);
    Map<String, Long> counts = new LinkedHashMap<>(rows.messages(id));
    return new JobResult(
        ending,
        folder,
        counts,
        events,
        rows.categories(id),
        Map.of(),
        List.of(),
        run.warnings(),
        "run=" + run.run().folder() + " exit=" + ending.exitCode());
  }
}
