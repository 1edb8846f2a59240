package org.bouncescan.mailbox;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** A real IMAP server with one account, as the mailbox tests need it. */
interface TestMailServer extends AutoCloseable {
  /** How to reach it, without protection unless the test asks for it. */
  MailboxSettings settings();

  /** Puts a message into the INBOX. */
  void append(byte[] message) throws Exception;

  /** Puts a message into the INBOX that was received at a moment. */
  default void append(byte[] message, Instant received) throws Exception {
    Session session = Session.getInstance(new Properties());
    MimeMessage dated = new MimeMessage(session, new ByteArrayInputStream(message)) {
      @Override
      public Date getReceivedDate() {
        return Date.from(received);
      }
    };
    try (ImapConnection connection = ImapConnection.open(settings(), Access.READ_WRITE, null)) {
      connection.folder().appendMessages(new Message[] {dated});
    }
  }

  /** The UIDs in a folder; empty where there is no such folder. */
  default List<Long> uids(String folder) throws MailboxException {
    try (ImapMailbox mailbox = ImapMailbox.open(settings(folder), Access.READ_ONLY)) {
      return mailbox.sizes(mailbox.uids()).stream().map(Listed::uid).toList();
    }
  }

  /** The UIDs in a folder that a search of RFC 9051 section 6.4.4 finds. */
  default List<Long> search(String folder, String criteria) throws Exception {
    try (ImapConnection connection =
        ImapConnection.open(settings(folder), Access.READ_ONLY, null)) {
      long[] found = Listing.search(connection.folder(), criteria);
      return Arrays.stream(Objects.requireNonNull(found)).boxed().toList();
    }
  }

  /** Lets somebody else do something with messages of a folder, {@code UID STORE} for instance. */
  default void command(String folder, String text) throws Exception {
    try (ImapConnection connection =
        ImapConnection.open(settings(folder), Access.READ_WRITE, null)) {
      connection.folder().doCommand(protocol -> {
        protocol.simpleCommand(text, null);
        return true;
      });
    }
  }

  /** How to reach another folder. */
  default MailboxSettings settings(String folder) {
    MailboxSettings its = settings();
    return new MailboxSettings(
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
  }

  @Override
  void close();
}
