package org.bouncescan.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** An open folder on an IMAP server. Not thread-safe; one connection at a time. */
public final class ImapMailbox implements AutoCloseable {
  private final MailboxSettings settings;
  private final Access access;
  private final long uidValidity;
  private final long uidNext;
  private final ServerPause pause;
  private final Link link;
  private ImapConnection connection;

  private ImapMailbox(
      MailboxSettings settings,
      Access access,
      ImapConnection connection,
      ServerPause pause,
      Link link)
      throws MessagingException {
    this.settings = settings;
    this.access = access;
    this.connection = connection;
    this.pause = pause;
    this.link = link;
    this.uidValidity = connection.folder().getUIDValidity();
    this.uidNext = connection.folder().getUIDNext();
  }

  /**
   * Connects, logs in and opens the folder.
   *
   * @throws MailboxException in one line: what, where, and the cure
   */
  public static ImapMailbox open(MailboxSettings settings, Access access) throws MailboxException {
    return open(settings, access, ServerPause.sleeping());
  }

  static ImapMailbox open(MailboxSettings settings, Access access, ServerPause pause)
      throws MailboxException {
    Link link = new Link(settings.fetch().compress(), Link.SLOW, Link.ENOUGH);
    Objects.requireNonNull(access, "access is null");
    ImapConnection connection = connect(settings, access, pause);
    try {
      return new ImapMailbox(settings, access, connection, pause, link);
    } catch (MessagingException e) {
      connection.close();
      throw ImapConnection.lost(settings, e);
    }
  }

  /** A server that takes no logins just now is given the time it asks for. */
  private static ImapConnection connect(MailboxSettings settings, Access access, ServerPause pause)
      throws MailboxException {
    while (true) {
      try {
        return ImapConnection.open(settings, access);
      } catch (MailboxException e) {
        if (!pause.wanted(e.getMessage())) {
          throw e;
        }
      }
    }
  }

  /** UIDVALIDITY of the folder as opened (RFC 9051 section 2.3.1.1). */
  public long uidValidity() {
    return uidValidity;
  }

  /** UIDNEXT of the folder as opened: messages with this UID or above came later. */
  public long uidNext() {
    return uidNext;
  }

  /** The UIDs of all that the folder held when it was opened, ascending. */
  public long[] uids() throws MailboxException {
    try {
      return Listing.uids(connection.folder(), uidNext);
    } catch (MessagingException | RuntimeException e) { // the library trips over nonsense
      throw ImapConnection.lost(settings, e);
    }
  }

  /**
   * The sizes of messages, in the order given.
   *
   * @param uids ascending, as {@link #uids} gives them
   */
  public List<Listed> sizes(long[] uids) throws MailboxException {
    try {
      return Listing.sizes(connection.folder(), uids);
    } catch (MessagingException | RuntimeException e) { // the library trips over nonsense
      throw ImapConnection.lost(settings, e);
    }
  }

  /**
   * Fetches messages and hands each to the sink as it arrives, on the calling thread: a slow sink
   * slows the server down. Every message asked for is handed over exactly once, in some order; lost
   * connections are regained. The sink must not use this mailbox.
   *
   * @throws MailboxException when the server can't be reached any more or the folder is no longer
   *     the same; what was not handed over then is still on the server
   */
  public void fetch(List<Listed> todo, Consumer<Fetched> sink) throws MailboxException {
    Fetching.Line line = new Fetching.Line() {
      @Override
      public IMAPFolder folder() {
        return connection.folder();
      }

      @Override
      public void regain() throws MailboxException {
        reconnect();
      }
    };
    new Fetching(settings, uidValidity, pause, line, link, sink).fetch(todo);
  }

  private void reconnect() throws MailboxException {
    connection.abandon();
    for (int attempt = 0; ; attempt++) {
      MailboxException failure;
      try {
        connection = ImapConnection.open(settings, access);
        break;
      } catch (MailboxException e) {
        failure = e;
      }
      if (failure.kind() != Kind.UNREACHABLE || !pause.beforeRegaining(attempt)) {
        throw failure;
      }
    }
    try {
      long now = connection.folder().getUIDValidity();
      if (now != uidValidity) {
        throw ImapConnection.failure(
            settings,
            Kind.TRY_AGAIN,
            "UIDVALIDITY changed from " + uidValidity + " to " + now + " while fetching; run again",
            null);
      }
    } catch (MessagingException e) {
      throw ImapConnection.lost(settings, e);
    }
  }

  /**
   * Settles messages; may be repeated after any interruption.
   *
   * @param again whether that was tried before with some of them: where a server has no MOVE (RFC 6851), the copies that
   *     were made then are looked for before others are made
   */
  public Settled settle(Collection<Long> uids, Settlement settlement, boolean again)
      throws MailboxException {
    try {
      return new Settling(connection, again).settle(uids, settlement);
    } catch (MessagingException | RuntimeException e) { // the library trips over nonsense
      throw ImapConnection.lost(settings, e);
    }
  }

  /**
   * Deletes from another folder what the server received before a day (its INTERNALDATE);
   * a folder that does not exist has nothing to delete.
   *
   * @param before exclusive
   * @return how many messages were deleted
   */
  public int expire(String folder, LocalDate before) throws MailboxException {
    try {
      return new Settling(connection, false).expire(folder, before);
    } catch (MessagingException | RuntimeException e) { // the library trips over nonsense
      throw ImapConnection.lost(settings, e);
    }
  }

  /** What the server says about itself and the folder. */
  public MailboxDescription describe() throws MailboxException {
    IMAPFolder folder = connection.folder();
    try {
      Set<String> capabilities = new TreeSet<>();
      folder.doCommand(protocol -> {
        protocol
            .getCapabilities()
            .keySet()
            .forEach(it -> capabilities.add(it.toUpperCase(Locale.ROOT)));
        return true;
      });
      List<String> folders = new ArrayList<>();
      for (Folder each : connection.store().getDefaultFolder().list("*")) {
        if (folders.size() < 1_000) {
          folders.add(each.getFullName());
        }
      }
      List<String> flags = Settling.flagNames(folder.getPermanentFlags());
      return new MailboxDescription(
          new TreeSet<>(capabilities),
          folder.getMessageCount(),
          uidValidity,
          uidNext,
          access == Access.READ_WRITE && folder.getMode() == Folder.READ_ONLY,
          flags.contains("\\*"),
          flags,
          folders);
    } catch (MessagingException e) {
      throw ImapConnection.lost(settings, e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return settings.place();
  }
}
