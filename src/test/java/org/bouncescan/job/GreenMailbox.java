package org.bouncescan.job;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.FetchBounds;
import org.bouncescan.mailbox.ImapMailbox;
import org.bouncescan.mailbox.Login;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Timeouts;
import org.bouncescan.mailbox.Tls;

/** GreenMail in this process, with as many accounts as a test wants. */
final class GreenMailbox implements AutoCloseable {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  GreenMailbox() {
    server.start();
  }

  int port() {
    return server.getImap().getPort();
  }

  /** An account whose inbox holds that many reports. */
  void account(String name, int reports) throws Exception {
    GreenMailUser user = server.setUser(name, "secret");
    Session session = Session.getInstance(new Properties());
    for (int n = 0; n < reports; n++) {
      server
          .getManagers()
          .getImapHostManager()
          .getInbox(user)
          .appendMessage(
              new MimeMessage(session, new ByteArrayInputStream(Reports.number(n))),
              new Flags(),
              Date.from(Instant.parse("2026-11-23T10:00:00Z").plusSeconds(n)));
    }
  }

  MailboxSettings settings(String account) {
    return settings(port(), account, "INBOX");
  }

  static MailboxSettings settings(int port, String account, String folder) {
    return new MailboxSettings(
        "bounces",
        "127.0.0.1",
        port,
        Tls.NONE,
        null,
        account,
        new Login.Password(Secret.of("secret")),
        folder,
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  /** How many messages a folder on some server holds. */
  static int count(int port, String account, String folder) throws MailboxException {
    try (ImapMailbox mailbox =
        ImapMailbox.open(settings(port, account, folder), Access.READ_ONLY)) {
      return mailbox.uids().length;
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
