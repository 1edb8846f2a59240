package org.bouncescan.job;

import java.util.Collection;
import java.util.List;
import org.bouncescan.ledger.LedgerException;
import org.bouncescan.mailbox.MailboxException;

/** How failures of the parts become the ending of the whole. */
final class Endings {
  /** The gravest first. */
  private static final List<Ending> ORDER = List.of(
      Ending.FAILED,
      Ending.LOGIN_REFUSED,
      Ending.UNREACHABLE,
      Ending.CONFIGURATION,
      Ending.TRY_AGAIN,
      Ending.LOOK,
      Ending.DONE);

  private Endings() {}

  static Ending of(MailboxException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> Ending.UNREACHABLE;
      case LOGIN_REFUSED -> Ending.LOGIN_REFUSED;
      case CONFIGURATION -> Ending.CONFIGURATION;
      case TRY_AGAIN -> Ending.TRY_AGAIN;
    };
  }

  static Ending of(LedgerException.Kind kind) {
    return switch (kind) {
      case LOCKED -> Ending.TRY_AGAIN;
      case UNUSABLE -> Ending.CONFIGURATION;
      case UNREACHABLE -> Ending.UNREACHABLE;
    };
  }

  /** The gravest of several. */
  static Ending gravest(Collection<Ending> endings) {
    return ORDER.stream().filter(endings::contains).findFirst().orElse(Ending.DONE);
  }
}
