package org.bouncescan.job;

import java.util.Objects;
import org.bouncescan.ledger.LedgerException;
import org.bouncescan.ledger.LedgerPlace;
import org.bouncescan.mailbox.Secret;

/** Where a job's ledger is, and what its failures mean for the run. */
final class JobLedger {
  private JobLedger() {}

  static LedgerPlace place(JobSettings.LedgerPlace place) {
    if (place.path() != null) {
      return new LedgerPlace.SqliteFile(place.path());
    }
    Secret password = place.password();
    return new LedgerPlace.Postgres(
        Objects.requireNonNull(place.url()),
        place.user(),
        password == null ? null : password.reveal());
  }

  static JobException failure(LedgerException e) {
    return new JobException(Endings.of(e.kind()), String.valueOf(e.getMessage()), e);
  }
}
