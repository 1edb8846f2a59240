package org.bouncescan.mailbox;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which messages a folder holds. A message that is not listed is a message that is never read, so two questions must
 * agree: SEARCH names the UIDs, and where it names fewer messages than EXISTS promised, FETCH is asked as well. Sizes
 * come an answer at a time, and a size that does not come takes no message off the list.
 */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final int MOST_OTHERS = 10_000;
  private static final Pattern UID_SET = Pattern.compile("(?i)\\bUID ALL ([0-9:,]+)");

  private final Map<Long, Long> sizes = new HashMap<>();

  private Listing() {}

  /** All UIDs below {@code uidNext}, ascending; what came after the folder was opened is for the next run. */
  static long[] uids(IMAPFolder folder, long uidNext) throws MessagingException {
    int promised = folder.getMessageCount();
    long[] answer = promised == 0 ? null : all(folder, promised);
    long[] found = answer == null ? new long[0] : answer;
    if (found.length < promised) {
      Listing listing = new Listing();
      folder.doCommand(protocol -> listing.read(protocol, "UID FETCH 1:* (UID)"));
      LOG.info(
          "the server found {} of {} messages; fetching UIDs gave {}",
          found.length,
          promised,
          listing.sizes.size());
      TreeSet<Long> all = new TreeSet<>(listing.sizes.keySet());
      Arrays.stream(found).forEach(all::add);
      found = all.stream().mapToLong(Long::longValue).toArray();
    }
    return LongStream.of(found)
        .filter(uid -> uid > 0 && (uidNext <= 0 || uid < uidNext))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The sizes of messages, in the order given.
   *
   * @param uids ascending
   */
  static List<Listed> sizes(IMAPFolder folder, long[] uids) throws MessagingException {
    Listing listing = new Listing();
    for (String set : UidSets.lines(uids)) {
      folder.doCommand(
          protocol -> listing.read(protocol, "UID FETCH " + set + " (UID RFC822.SIZE)"));
    }
    List<Listed> listed = new ArrayList<>(uids.length);
    for (long uid : uids) {
      listed.add(new Listed(uid, listing.sizes.getOrDefault(uid, -1L)));
    }
    return listed;
  }

  /** A server that knows ranges (RFC 4731) answers for a million messages in a line; null where it refuses to search. */
  private static long @Nullable [] all(IMAPFolder folder, int promised) throws MessagingException {
    long[] ranges = (long[]) folder.doCommand(
        protocol -> protocol.hasCapability("ESEARCH") || protocol.hasCapability("IMAP4rev2")
            ? extendedSearch(protocol, promised)
            : null);
    return ranges == null ? search(folder, "ALL") : ranges;
  }

  /** All UIDs; null where the answer is none that can be understood, or names more messages than there are. */
  private static long @Nullable [] extendedSearch(IMAPProtocol protocol, int promised)
      throws ProtocolException {
    long[] found = null;
    Response[] answers = protocol.command("UID SEARCH RETURN (ALL) ALL", null);
    for (Response answer : answers) {
      if (answer instanceof IMAPResponse imap && imap.keyEquals("ESEARCH")) {
        Matcher set = UID_SET.matcher(imap.getRest());
        found = set.find() ? UidSets.uids(set.group(1), promised) : null;
      }
    }
    protocol.notifyResponseHandlers(answers);
    return answers[answers.length - 1].isOK() ? found : null;
  }

  /** UIDs that match, as the server orders them; null where it refuses to search. */
  static long @Nullable [] search(IMAPFolder folder, String criteria) throws MessagingException {
    return (long[]) folder.doCommand(protocol -> search(protocol, criteria));
  }

  static long @Nullable [] search(IMAPProtocol protocol, String criteria) throws ProtocolException {
    LongStream.Builder uids = LongStream.builder();
    Response[] answers = protocol.command("UID SEARCH " + criteria, null);
    for (Response answer : answers) {
      if (answer instanceof IMAPResponse imap && imap.keyEquals("SEARCH")) {
        for (long uid = imap.readLong(); uid != -1; uid = imap.readLong()) {
          uids.add(uid);
        }
      }
    }
    protocol.notifyResponseHandlers(answers);
    try {
      protocol.handleResult(answers[answers.length - 1]);
      return uids.build().toArray();
    } catch (CommandFailedException | BadCommandException e) {
      LOG.info("the server refuses to search: {}", ImapConnection.reason(e));
      return null;
    }
  }

  private boolean read(IMAPProtocol protocol, String command) throws ProtocolException {
    List<Response> others = new ArrayList<>();
    try {
      String tag = protocol.writeCommand(command, null);
      while (true) {
        Response response;
        try {
          response = protocol.readResponse();
        } catch (ParsingException | RuntimeException e) {
          continue; // a size is missing
        }
        if (response.isBYE()) {
          throw new ConnectionException(protocol, response);
        }
        if (response instanceof FetchResponse fetch) {
          add(fetch);
        } else if (response.isTagged() && tag.equals(response.getTag())) {
          if (!response.isOK()) {
            LOG.info("the server refuses to list: {}", response.getRest());
          }
          return true;
        } else if (others.size() < MOST_OTHERS) {
          others.add(response);
        }
      }
    } catch (IOException e) {
      throw new ConnectionException(protocol, Response.byeResponse(e));
    } finally {
      protocol.notifyResponseHandlers(others.toArray(new Response[0]));
    }
  }

  private void add(FetchResponse fetch) {
    UID uid = fetch.getItem(UID.class);
    if (uid != null) {
      RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
      sizes.put(uid.uid, size == null ? -1L : size.size);
    }
  }
}
