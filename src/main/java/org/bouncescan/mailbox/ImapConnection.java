package org.bouncescan.mailbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;
import jakarta.mail.Session;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A logged-in connection with one folder open, and what went wrong on the way to it in words for an operator. */
final class ImapConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImapConnection.class);

  private final IMAPStore store;
  private final IMAPFolder folder;

  private ImapConnection(IMAPStore store, IMAPFolder folder) {
    this.store = store;
    this.folder = folder;
  }

  static ImapConnection open(MailboxSettings settings, Access access) throws MailboxException {
    return open(settings, access, ProtocolLog.stream());
  }

  /**
   * Connects, logs in and opens the folder.
   *
   * @param trace gets the protocol; null for nobody
   */
  static ImapConnection open(MailboxSettings settings, Access access, @Nullable PrintStream trace)
      throws MailboxException {
    IMAPStore store = connect(settings, trace);
    try {
      String name = (String) ((IMAPFolder) store.getDefaultFolder())
          .doCommand(protocol -> FolderNames.spell(protocol, settings.folder()));
      IMAPFolder folder = (IMAPFolder) store.getFolder(name);
      folder.open(access == Access.READ_ONLY ? Folder.READ_ONLY : Folder.READ_WRITE);
      return new ImapConnection(store, folder);
    } catch (ReadOnlyFolderException e) {
      close(store);
      throw failure(
          settings,
          Kind.CONFIGURATION,
          "the server opens the folder read-only; use 'settle: {all: nothing}'",
          e);
    } catch (FolderNotFoundException e) {
      close(store);
      throw failure(
          settings,
          Kind.CONFIGURATION,
          "there is no folder '" + settings.folder() + "'; 'check' lists those that are",
          e);
    } catch (MessagingException | RuntimeException e) { // the library trips over nonsense
      close(store);
      throw lost(settings, e);
    }
  }

  private static IMAPStore connect(MailboxSettings settings, @Nullable PrintStream trace)
      throws MailboxException {
    Secret password = AccessTokens.passwordOrToken(settings);
    IMAPStore store;
    try {
      store = (IMAPStore) session(settings, trace).getStore(protocol(settings));
    } catch (MessagingException | GeneralSecurityException e) {
      throw failure(settings, Kind.CONFIGURATION, reason(e), e);
    }
    try {
      store.connect(settings.host(), settings.port(), settings.user(), password.reveal());
      return store;
    } catch (AuthenticationFailedException e) {
      close(store);
      if (ServerPause.isWanted(e.getMessage())) {
        throw failure(
            settings,
            Kind.UNREACHABLE,
            "the server takes no logins just now: " + reason(e) + "; try again later",
            e);
      }
      throw failure(
          settings,
          Kind.LOGIN_REFUSED,
          "login refused: " + reason(e) + "; check user and password or token",
          e);
    } catch (MessagingException | RuntimeException e) {
      close(store);
      throw lost(settings, e);
    }
  }

  private static Session session(MailboxSettings settings, @Nullable PrintStream trace)
      throws MailboxException, GeneralSecurityException {
    Properties all = new Properties();
    String prefix = "mail." + protocol(settings) + ".";
    Timeouts timeouts = settings.timeouts();
    all.setProperty(
        prefix + "connectiontimeout", Long.toString(timeouts.connect().toMillis()));
    all.setProperty(prefix + "timeout", Long.toString(timeouts.read().toMillis()));
    all.setProperty(prefix + "writetimeout", Long.toString(timeouts.write().toMillis()));
    all.setProperty(prefix + "ssl.checkserveridentity", "true");
    all.setProperty(
        prefix + "compress.enable",
        Boolean.toString(settings.fetch().compress() == Compression.ALWAYS));
    all.setProperty(prefix + "peek", "true");
    if (settings.tls() == Tls.STARTTLS) {
      all.setProperty(prefix + "starttls.enable", "true");
      all.setProperty(
          prefix + "starttls.required",
          "true"); // without it a server that offers none gets the password in clear
    }
    if (settings.login() instanceof Login.OAuth2 oauth) {
      OAuthBearer.register();
      boolean bearer = oauth.mechanism() == Login.Mechanism.OAUTHBEARER;
      all.setProperty(prefix + "auth.mechanisms", bearer ? "" : "XOAUTH2");
      all.setProperty(prefix + "sasl.enable", Boolean.toString(bearer));
      all.setProperty(prefix + "sasl.mechanisms", bearer ? OAuthBearer.MECHANISM : "");
    }
    if (settings.trustedCa() != null) {
      all.put(
          prefix + "ssl.socketFactory",
          TrustedCa.socketFactory(settings.place(), settings.trustedCa()));
    }
    if (settings.tls() == Tls.NONE) {
      all.put(prefix + "socketFactory", new BufferedSockets());
    }
    Session session = Session.getInstance(all);
    if (trace != null) { // the library leaves out what is sent to log in
      session.setDebugOut(trace);
      session.setDebug(true);
    }
    return session;
  }

  private static String protocol(MailboxSettings settings) {
    return settings.tls() == Tls.IMPLICIT ? "imaps" : "imap";
  }

  IMAPStore store() {
    return store;
  }

  IMAPFolder folder() {
    return folder;
  }

  /** No connection, or one that broke. */
  static MailboxException lost(MailboxSettings settings, Exception e) {
    Throwable root = root(e);
    if (root instanceof SSLException || root instanceof GeneralSecurityException) {
      return failure(
          settings,
          Kind.CONFIGURATION,
          "TLS failed: " + reason(root)
              + "; check 'host', 'tls' and 'port', and 'trusted_ca' for a certificate of your own",
          e);
    }
    if (String.valueOf(e.getMessage()).contains("STARTTLS")) {
      return failure(
          settings, Kind.CONFIGURATION, "the server offers no STARTTLS; use 'tls: implicit'", e);
    }
    if (root instanceof CommandFailedException || root instanceof BadCommandException) {
      boolean tired = ServerPause.isWanted(root.getMessage());
      return failure(
          settings,
          tired ? Kind.UNREACHABLE : Kind.TRY_AGAIN,
          "the server refuses: " + reason(root),
          e);
    }
    String reason = root instanceof java.net.UnknownHostException
        ? "there is no host " + settings.host()
        : root instanceof java.net.SocketTimeoutException
            ? "no answer in time (" + reason(root) + ")"
            : reason(root);
    return failure(settings, Kind.UNREACHABLE, "not reachable: " + reason, e);
  }

  static MailboxException failure(
      MailboxSettings settings, Kind kind, String reason, @Nullable Throwable cause) {
    return new MailboxException(kind, settings.place() + ": " + reason, cause);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    for (int i = 0; i < 10 && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }

  /** What happened, on one line: server's words come from a stranger. */
  static String reason(Throwable e) {
    String message = e.getMessage();
    String text = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  private static void close(IMAPStore store) {
    try {
      store.close();
    } catch (MessagingException | RuntimeException e) {
      LOG.debug("closing a connection that was of no use", e);
    }
  }

  /** Lets a connection go that broke. Nothing is said on it any more: a dead server would not answer. */
  void abandon() {
    try {
      folder.forceClose();
    } catch (MessagingException | RuntimeException e) {
      LOG.debug("letting the folder go", e);
    }
    close(store);
  }

  @Override
  public void close() {
    try {
      if (folder.isOpen()) {
        folder.close(false); // never true: that would expunge what others marked
      }
    } catch (MessagingException | RuntimeException e) {
      LOG.debug("closing the folder", e);
    }
    close(store);
  }
}
