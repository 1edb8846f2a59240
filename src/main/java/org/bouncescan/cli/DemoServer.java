package org.bouncescan.cli;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An IMAP server in this process, on a free port of the loopback interface, with one mailbox. Needs GreenMail, which is
 * on the class path of the demo alone.
 */
final class DemoServer implements AutoCloseable {
  private final GreenMail greenMail;
  private final GreenMailUser user;

  private DemoServer(GreenMail greenMail, GreenMailUser user) {
    this.greenMail = greenMail;
    this.user = user;
  }

  static DemoServer start(String login, String password) {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    greenMail.start();
    return new DemoServer(greenMail, greenMail.setUser(login, password));
  }

  int port() {
    return greenMail.getImap().getPort();
  }

  /**
   * Puts every {@code .eml} file under a folder into the inbox, in the order of the names.
   *
   * @return how many
   */
  int append(Path folder, Clock clock) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(it -> it.toString().endsWith(".eml")).sorted().toList();
    }
    MailFolder inbox;
    try {
      inbox = greenMail.getManagers().getImapHostManager().getInbox(user);
    } catch (FolderException e) {
      throw new IOException("the demo's mailbox is not there", e);
    }
    Session session = Session.getInstance(new Properties());
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        inbox.appendMessage(new MimeMessage(session, in), new Flags(), Date.from(clock.instant()));
      } catch (MessagingException e) {
        throw new UncheckedIOException(new IOException(file + " can't be appended", e));
      }
    }
    return files.size();
  }

  @Override
  public void close() {
    greenMail.stop();
  }
}
