package org.bouncescan.job;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.ImapMailbox;
import org.bouncescan.mailbox.Listed;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Settled;
import org.bouncescan.mailbox.Settlement;

/** An open folder as a run uses it; its methods are those of {@link ImapMailbox}. */
interface MailFolder extends AutoCloseable {
  /** Opens folders. */
  interface Door {
    MailFolder open(MailboxSettings settings, Access access) throws MailboxException;
  }

  long uidValidity();

  long uidNext();

  long[] uids() throws MailboxException;

  List<Listed> sizes(long[] uids) throws MailboxException;

  void fetch(List<Listed> todo, Consumer<Fetched> sink) throws MailboxException;

  Settled settle(Collection<Long> uids, Settlement settlement, boolean again)
      throws MailboxException;

  int expire(String folder, LocalDate before) throws MailboxException;

  @Override
  void close();

  /** Opens a folder on a server. */
  static MailFolder imap(MailboxSettings settings, Access access) throws MailboxException {
    ImapMailbox mailbox = ImapMailbox.open(settings, access);
    return new MailFolder() {
      @Override
      public long uidValidity() {
        return mailbox.uidValidity();
      }

      @Override
      public long uidNext() {
        return mailbox.uidNext();
      }

      @Override
      public long[] uids() throws MailboxException {
        return mailbox.uids();
      }

      @Override
      public List<Listed> sizes(long[] uids) throws MailboxException {
        return mailbox.sizes(uids);
      }

      @Override
      public void fetch(List<Listed> todo, Consumer<Fetched> sink) throws MailboxException {
        mailbox.fetch(todo, sink);
      }

      @Override
      public Settled settle(Collection<Long> uids, Settlement settlement, boolean again)
          throws MailboxException {
        return mailbox.settle(uids, settlement, again);
      }

      @Override
      public int expire(String folder, LocalDate before) throws MailboxException {
        return mailbox.expire(folder, before);
      }

      @Override
      public void close() {
        mailbox.close();
      }

      @Override
      public String toString() {
        return mailbox.toString();
      }
    };
  }
}
