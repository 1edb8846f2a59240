package org.bouncescan.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open folder on an IMAP server. Not thread-safe; one connection at a time. */
public final class ImapMailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImapMailbox.class);

  /** How often in a row a connection is regained without a single message having come. */
  private static final int RECONNECTS_IN_VAIN = 3;

  private final MailboxSettings settings;
  private final Access access;
  private final long uidValidity;
  private final long uidNext;
  private final ServerPause pause;
  private ImapConnection connection;

  private ImapMailbox(
      MailboxSettings settings, Access access, ImapConnection connection, ServerPause pause)
      throws MessagingException {
    this.settings = settings;
    this.access = access;
    this.connection = connection;
    this.pause = pause;
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
    Objects.requireNonNull(access, "access is null");
    ImapConnection connection = ImapConnection.open(settings, access);
    try {
      return new ImapMailbox(settings, access, connection, pause);
    } catch (MessagingException e) {
      connection.close();
      throw ImapConnection.lost(settings, e);
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

  /**
   * What the folder held when it was opened, above a UID, ascending.
   *
   * @param uidFloor 0 for all
   */
  public List<Listed> list(long uidFloor) throws MailboxException {
    try {
      return Listing.of(connection.folder(), uidFloor, uidNext);
    } catch (MessagingException e) {
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
    List<Listed> open = stream(todo, settings.fetch(), sink);
    if (open.isEmpty()) {
      return;
    }
    // what did not come with the others: gone, or asked for once more, each alone
    Set<Long> present = present(open.stream().map(Listed::uid).toList());
    List<Listed> again = new ArrayList<>();
    for (Listed message : open) {
      if (present.contains(message.uid())) {
        again.add(message);
      } else {
        sink.accept(new Fetched.Vanished(key(message.uid())));
      }
    }
    FetchBounds alone = new FetchBounds(
        1,
        settings.fetch().bytes(),
        1,
        settings.fetch().maxMessageBytes(),
        settings.fetch().compress());
    for (Listed message : again) {
      FetchStream stream =
          new FetchStream(settings.name(), uidValidity, alone, List.of(message), sink);
      try {
        stream.run(connection.folder());
      } catch (MessagingException e) {
        LOG.info(
            "{}: the connection broke at UID {}: {}",
            settings.name(),
            message.uid(),
            ImapConnection.reason(e));
        reconnect();
      }
      if (!stream.stillOpen().isEmpty()) {
        sink.accept(new Fetched.Failed(key(message.uid()), stream.reason(message.uid())));
      }
    }
  }

  /** Fetches what comes, over as many connections as it takes; what did not come is returned. */
  private List<Listed> stream(List<Listed> todo, FetchBounds bounds, Consumer<Fetched> sink)
      throws MailboxException {
    FetchStream stream = new FetchStream(settings.name(), uidValidity, bounds, todo, sink);
    int inVain = 0;
    while (true) {
      int before = stream.stillOpen().size();
      try {
        stream.run(connection.folder());
        if (!pause.wanted(stream.refusal())) {
          return stream.stillOpen();
        }
      } catch (MessagingException e) {
        inVain = stream.stillOpen().size() < before ? 0 : inVain + 1;
        if (inVain >= RECONNECTS_IN_VAIN) {
          throw ImapConnection.lost(settings, e);
        }
        LOG.info(
            "{}: connection lost ({}), {} messages to go",
            settings.name(),
            ImapConnection.reason(e),
            stream.stillOpen().size());
        pause.wanted(stream.refusal());
        reconnect();
      }
    }
  }

  private void reconnect() throws MailboxException {
    connection.close();
    connection = ImapConnection.open(settings, access);
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

  private MessageKey key(long uid) {
    return new MessageKey(settings.name(), uidValidity, uid);
  }

  /** Which of these UIDs the folder holds. */
  private Set<Long> present(Collection<Long> uids) throws MailboxException {
    try {
      Set<Long> present = new HashSet<>();
      for (List<Long> piece : UidSets.pieces(uids)) {
        present.addAll(Settling.present(connection.folder(), piece));
      }
      return present;
    } catch (MessagingException e) {
      throw ImapConnection.lost(settings, e);
    }
  }

  /** Settles messages; may be repeated after any interruption. */
  public Settled settle(Collection<Long> uids, Settlement settlement) throws MailboxException {
    try {
      return new Settling(connection).settle(uids, settlement);
    } catch (MessagingException e) {
      throw ImapConnection.lost(settings, e);
    }
  }

  /**
   * Deletes from another folder what the server received more than some days ago (its INTERNALDATE);
   * a folder that does not exist has nothing to delete.
   *
   * @return how many messages were deleted
   */
  public int expire(String folder, int olderThanDays) throws MailboxException {
    try {
      return new Settling(connection).expire(folder, olderThanDays);
    } catch (MessagingException e) {
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
