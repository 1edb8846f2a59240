package org.bouncescan.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

/**
 * Finds the copies that an attempt has left which was cut off between COPY and the deletion after it. COPY keeps a
 * message's date and bytes (RFC 9051 section 6.4.7), so a copy has the same INTERNALDATE, size and header; of messages that
 * are alike in all of these, only as many are taken for copied as there are copies.
 */
final class Copies {
  /** Of a header only the beginning is compared. */
  private static final int HEADER_BYTES = 16_384;

  private final IMAPFolder here;
  private final IMAPFolder there;

  private Copies(IMAPFolder here, IMAPFolder there) {
    this.here = here;
    this.there = there;
  }

  /** What is told of a message without looking into it. */
  private record Trait(Instant received, int size) {}

  /** What two copies of one message have in common. */
  private record Identity(Trait trait, BigInteger header) {}

  /** Which of the messages of the open folder have a copy in another one. */
  static Set<Long> of(ImapConnection connection, Collection<Long> uids, String target)
      throws MessagingException {
    IMAPFolder there = (IMAPFolder) connection.store().getFolder(target);
    there.open(Folder.READ_ONLY);
    try {
      return new Copies(connection.folder(), there).find(uids);
    } finally {
      there.close(false);
    }
  }

  private Set<Long> find(Collection<Long> uids) throws MessagingException {
    Map<Long, Trait> mine = traits(here, uids);
    if (mine.isEmpty()) {
      return Set.of();
    }
    Map<Long, Trait> others = traits(there, ofTheSameDays(mine.values()));
    others.values().retainAll(new HashSet<>(mine.values()));
    mine.values().retainAll(new HashSet<>(others.values()));
    Map<Identity, Integer> copies = new HashMap<>();
    identities(there, others).values().forEach(it -> copies.merge(it, 1, Integer::sum));
    Set<Long> copied = new HashSet<>();
    identities(here, mine).forEach((uid, identity) -> {
      int left = copies.getOrDefault(identity, 0);
      if (left > 0) {
        copies.put(identity, left - 1);
        copied.add(uid);
      }
    });
    return copied;
  }

  /** SEARCH compares days, and of which zone a server's days are is its own affair. */
  private List<Long> ofTheSameDays(Collection<Trait> traits) throws MessagingException {
    Instant first = traits.stream().map(Trait::received).min(Instant::compareTo).orElseThrow();
    Instant last = traits.stream().map(Trait::received).max(Instant::compareTo).orElseThrow();
    long[] found = Listing.search(
        there,
        "SINCE " + UidSets.day(LocalDate.ofInstant(first, ZoneOffset.UTC).minusDays(1)) + " BEFORE "
            + UidSets.day(LocalDate.ofInstant(last, ZoneOffset.UTC).plusDays(2)));
    return found == null ? List.of() : Arrays.stream(found).boxed().toList();
  }

  private static Map<Long, Trait> traits(IMAPFolder folder, Collection<Long> uids)
      throws MessagingException {
    Map<Long, Trait> traits = new HashMap<>();
    each(folder, uids, "UID INTERNALDATE RFC822.SIZE", (uid, fetch) -> {
      INTERNALDATE received = fetch.getItem(INTERNALDATE.class);
      RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
      Date date = received == null ? null : received.getDate();
      if (date != null && size != null) {
        traits.put(uid, new Trait(date.toInstant(), (int) size.size));
      }
    });
    return traits;
  }

  private static Map<Long, Identity> identities(IMAPFolder folder, Map<Long, Trait> traits)
      throws MessagingException {
    Map<Long, Identity> identities = new HashMap<>();
    each(folder, traits.keySet(), "UID BODY.PEEK[HEADER]<0." + HEADER_BYTES + ">", (uid, fetch) -> {
      BODY header = fetch.getItem(BODY.class);
      Trait trait = traits.get(uid);
      if (trait != null && header != null && header.getByteArray() != null) {
        identities.put(uid, new Identity(trait, hash(header.getByteArray().getNewBytes())));
      }
    });
    return identities;
  }

  /** Instead of the header: a batch may be of thousands. */
  private static BigInteger hash(byte[] header) {
    try {
      return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(header));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this Java", e);
    }
  }

  /** Takes an answer. */
  private interface Taker {
    void take(long uid, FetchResponse fetch);
  }

  private static void each(IMAPFolder folder, Collection<Long> uids, String items, Taker taker)
      throws MessagingException {
    for (List<Long> piece : UidSets.pieces(uids)) {
      folder.doCommand(protocol -> {
        Response[] answers =
            protocol.command("UID FETCH " + UidSets.text(piece) + " (" + items + ")", null);
        for (Response answer : answers) {
          UID uid = answer instanceof FetchResponse fetch ? fetch.getItem(UID.class) : null;
          if (uid != null) {
            taker.take(uid.uid, (FetchResponse) answer);
          }
        }
        protocol.notifyResponseHandlers(answers);
        protocol.handleResult(answers[answers.length - 1]);
        return true;
      });
    }
  }
}
