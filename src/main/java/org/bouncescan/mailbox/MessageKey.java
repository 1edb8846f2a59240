package org.bouncescan.mailbox;

import java.util.Objects;

/**
 * What names a message on an IMAP server for ever (RFC 9051 section 2.3.1.1).
 *
 * @param mailbox the name the job file gives to account and folder
 * @param uidValidity the folder's UIDVALIDITY
 * @param uid the message's UID
 */
public record MessageKey(String mailbox, long uidValidity, long uid) {
  public MessageKey {
    Objects.requireNonNull(mailbox, "mailbox is null");
  }

  /** {@code bounces/1712345678/42}, as logs name it. */
  @Override
  public String toString() {
    return mailbox + "/" + uidValidity + "/" + uid;
  }
}
