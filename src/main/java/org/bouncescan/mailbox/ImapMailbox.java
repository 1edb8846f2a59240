package org.bouncescan.mailbox;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** An open folder on an IMAP server. Not thread-safe; one connection at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class ImapMailbox implements AutoCloseable {
  private final MailboxSettings settings;

  private ImapMailbox(MailboxSettings settings) {
    this.settings = settings;
  }

  /**
   * Connects, logs in and opens the folder.
   *
   * @throws MailboxException in one line: what, where, and the cure
   */
  public static ImapMailbox open(MailboxSettings settings, Access access) throws MailboxException {
    Objects.requireNonNull(access, "access is null");
    return new ImapMailbox(settings);
  }

  /** UIDVALIDITY of the folder as opened (RFC 9051 section 2.3.1.1). */
  public long uidValidity() {
    throw new UnsupportedOperationException();
  }

  /** UIDNEXT of the folder as opened: messages with this UID or above came later. */
  public long uidNext() {
    throw new UnsupportedOperationException();
  }

  /**
   * What the folder held when it was opened, above a UID, ascending.
   *
   * @param uidFloor 0 for all
   */
  public List<Listed> list(long uidFloor) throws MailboxException {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /** Settles messages; may be repeated after any interruption. */
  public Settled settle(Collection<Long> uids, Settlement settlement) throws MailboxException {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes from another folder what the server received more than some days ago (its INTERNALDATE);
   * a folder that does not exist has nothing to delete.
   *
   * @return how many messages were deleted
   */
  public int expire(String folder, int olderThanDays) throws MailboxException {
    throw new UnsupportedOperationException();
  }

  /** What the server says about itself and the folder. */
  public MailboxDescription describe() throws MailboxException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return settings.place();
  }
}
