package org.bouncescan.mailbox;

import java.util.List;

/** A real IMAP server with one account, as the mailbox tests need it. */
interface TestMailServer extends AutoCloseable {
  /** How to reach it, without protection unless the test asks for it. */
  MailboxSettings settings();

  /** Puts a message into the INBOX. */
  void append(byte[] message) throws Exception;

  /** The UIDs in a folder; empty where there is no such folder. */
  default List<Long> uids(String folder) throws MailboxException {
    MailboxSettings its = settings();
    MailboxSettings there = new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        its.tls(),
        its.trustedCa(),
        its.user(),
        its.login(),
        folder,
        its.timeouts(),
        its.fetch());
    try (ImapMailbox mailbox = ImapMailbox.open(there, Access.READ_ONLY)) {
      return mailbox.sizes(mailbox.uids()).stream().map(Listed::uid).toList();
    }
  }

  @Override
  void close();
}
