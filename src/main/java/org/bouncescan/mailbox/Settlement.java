package org.bouncescan.mailbox;

import java.util.Objects;

/** What happens to a message on the server once everything about it is durable. */
public sealed interface Settlement {
  /** Sets a keyword (RFC 9051 section 2.3.2), so that people see that the message was read. */
  record Keyword(String keyword) implements Settlement {
    public Keyword {
      Objects.requireNonNull(keyword, "keyword is null");
    }
  }

  /** Moves it to another folder of the same account (RFC 6851). */
  record Move(String folder) implements Settlement {
    public Move {
      Objects.requireNonNull(folder, "folder is null");
    }
  }

  /** Deletes it, by UID EXPUNGE only (RFC 4315). */
  record Delete() implements Settlement {}

  /** Leaves it as it is; the ledger alone knows that it was read. */
  record Nothing() implements Settlement {}
}
