package org.bouncescan.planted.dsn;

import jakarta.mail.MessagingException;
import jakarta.mail.Store;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class ReaderThatOpensAStore {
  void open(Store store) throws MessagingException {
    store.connect();
  }
}
