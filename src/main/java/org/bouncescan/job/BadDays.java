package org.bouncescan.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncescan.ledger.Decisions;
import org.bouncescan.suppress.Guard;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.SuppressionSettings;
import org.jspecify.annotations.Nullable;

/**
 * The days on which so much mail failed on its way that they say nothing about addresses. Found anew by each run, once
 * everything is read.
 */
final class BadDays {
  private @Nullable List<GuardEvent> known;
  private List<GuardEvent> news = List.of();

  /** All that a decision of this run may depend on. */
  synchronized List<GuardEvent> known(RunContext run) {
    if (known == null) {
      known = find(run);
    }
    return known;
  }

  /** Those that this run heard of: what a person has not been told yet. */
  synchronized List<GuardEvent> news(RunContext run) {
    known(run);
    return news;
  }

  private List<GuardEvent> find(RunContext run) {
    SuppressionSettings settings = run.policy().settings();
    if (!settings.guard().enabled()) {
      return List.of();
    }
    Duration back = settings.forgetAfter().plusDays(settings.guard().usualDays());
    Instant since = run.run().startedAt().minus(back);
    Decisions.Routes routes = run.ledger().decisions().routes(run.run().id(), since);
    List<GuardEvent> found = new Guard(settings.guard()).judgeRoutes(routes.tallies());
    news = found.stream().filter(it -> routes.heardOf().contains(it.day())).toList();
    return found;
  }
}
