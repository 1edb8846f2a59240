package org.bouncescan.mailbox;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

/** Lists UIDs and sizes, an answer at a time: a mailbox may hold a million messages. */
final class Listing {
  private static final int MOST_OTHERS = 10_000;

  private final List<Listed> listed = new ArrayList<>();

  private Listing() {}

  /** The messages above {@code uidFloor} and below {@code uidNext}, ascending. */
  static List<Listed> of(IMAPFolder folder, long uidFloor, long uidNext) throws MessagingException {
    Listing listing = new Listing();
    if (folder.getMessageCount() > 0) {
      folder.doCommand(protocol -> listing.read(protocol, uidFloor));
    }
    // "n:*" always names the last message, even below n; what came after the folder was opened is
    // for the next run
    listing.listed.removeIf(it -> it.uid() <= uidFloor || (uidNext > 0 && it.uid() >= uidNext));
    listing.listed.sort(Comparator.comparingLong(Listed::uid));
    return listing.listed;
  }

  private boolean read(IMAPProtocol protocol, long uidFloor) throws ProtocolException {
    List<Response> others = new ArrayList<>();
    try {
      String tag =
          protocol.writeCommand("UID FETCH " + (uidFloor + 1) + ":* (UID RFC822.SIZE)", null);
      while (true) {
        Response response;
        try {
          response = protocol.readResponse();
        } catch (ParsingException e) {
          continue; // the message is not listed, and is looked for again on the next run
        }
        if (response.isBYE()) {
          throw new ConnectionException(protocol, response);
        }
        if (response instanceof FetchResponse fetch) {
          add(fetch);
        } else if (response.isTagged() && tag.equals(response.getTag())) {
          protocol.handleResult(response);
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
      listed.add(new Listed(uid.uid, size == null ? -1 : size.size));
    }
  }
}
