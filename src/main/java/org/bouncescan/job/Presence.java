package org.bouncescan.job;

import java.util.Arrays;
import java.util.List;
import org.bouncescan.ledger.MailboxPosition;
import org.bouncescan.ledger.SeenMessage;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.Listed;
import org.bouncescan.mailbox.MailboxException;
import org.jspecify.annotations.Nullable;

/**
 * Which UIDs are in a mailbox still. Above the floor the scan has listed them; what lies below is asked for only when
 * a message turns up whose bytes were recorded under such a UID, which is rare.
 */
final class Presence {
  private final RunContext run;
  private final JobSettings.Mailbox settings;
  private final MailboxPosition position;
  private final long[] aboveFloor;
  private volatile long @Nullable [] belowFloor;

  Presence(
      RunContext run, JobSettings.Mailbox settings, MailboxPosition position, List<Listed> listed) {
    this.run = run;
    this.settings = settings;
    this.position = position;
    this.aboveFloor = uids(listed);
  }

  private static long[] uids(List<Listed> listed) {
    return listed.stream().mapToLong(Listed::uid).sorted().toArray();
  }

  /** Finds out what is needed to tell whether these come again. Talks to the server: never inside a transaction. */
  synchronized void learn(List<SeenMessage> messages) {
    if (belowFloor != null
        || position.uidFloor() == 0
        || !run.ledger().mailboxes().comeAgain(position, messages)) {
      return;
    }
    try (MailFolder folder = run.door().open(settings.settings(), Access.READ_ONLY)) {
      if (folder.uidValidity() == position.uidValidity()) {
        belowFloor = uids(folder.list(0));
      }
    } catch (MailboxException e) {
      // Not knowing, a message counts as one that is still there: it is rather read twice than
      // never.
      return;
    }
  }

  /** True for a UID that is in the mailbox, or of which nothing is known. */
  boolean has(long uid) {
    if (uid > position.uidFloor()) {
      return Arrays.binarySearch(aboveFloor, uid) >= 0;
    }
    long[] below = belowFloor;
    return below == null || Arrays.binarySearch(below, uid) >= 0;
  }
}
