package org.bouncescan.mailbox;

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

/** GreenMail, in this process. */
final class GreenMailServer implements TestMailServer {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
  private final GreenMailUser user;

  GreenMailServer() {
    server.start();
    user = server.setUser("bounces@example.com", "secret");
  }

  @Override
  public MailboxSettings settings() {
    return new MailboxSettings(
        "test",
        "127.0.0.1",
        server.getImap().getPort(),
        Tls.NONE,
        null,
        "bounces@example.com",
        new Login.Password(Secret.of("secret")),
        "INBOX",
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  @Override
  public void append(byte[] message) throws Exception {
    MimeMessage parsed =
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
    server
        .getManagers()
        .getImapHostManager()
        .getInbox(user)
        .appendMessage(parsed, new Flags(), Date.from(Instant.now()));
  }

  @Override
  public void close() {
    server.stop();
  }
}
