package org.bouncescan.mailbox;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/**
 * Fetches messages over one connection with several commands in flight, one answer at a time: memory holds one message.
 * The library's own Message API is not used, since it turns what a server fails to send into an empty message.
 */
final class FetchStream {
  // what Exchange puts in place of a message that it can't give (seen as a text/plain message of
  // its own)
  private static final byte[] SUBSTITUTE =
      "Retrieval using the IMAP4 protocol failed for the following message"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int[] SUBSTITUTE_SKIPS = skips(SUBSTITUTE);
  private static final int SUBSTITUTE_MOST_BYTES = 8_192;

  private final String mailbox;
  private final long uidValidity;
  private final FetchBounds bounds;
  private final Consumer<Fetched> sink;
  private final boolean frugal;
  private final Link link;
  private final Map<Long, Listed> open = new HashMap<>();
  private final Map<Long, String> reasons = new HashMap<>();
  private @Nullable String refusal;

  FetchStream(
      String mailbox,
      long uidValidity,
      FetchBounds bounds,
      List<Listed> todo,
      boolean frugal,
      Link link,
      Consumer<Fetched> sink) {
    this.mailbox = mailbox;
    this.link = link;
    this.frugal = frugal;
    this.uidValidity = uidValidity;
    this.bounds = bounds;
    this.sink = sink;
    todo.forEach(it -> open.put(it.uid(), it));
  }

  /** What has been asked for and not been handed over, ascending. */
  List<Listed> stillOpen() {
    return open.values().stream().sorted(Comparator.comparingLong(Listed::uid)).toList();
  }

  /** Why a message did not come, as far as the server let us know. */
  String reason(long uid) {
    String reason = reasons.get(uid);
    return reason != null ? reason : refusal != null ? refusal : "the server sent no answer for it";
  }

  /** The last NO or BAD, which may ask for a pause; null when there was none. */
  @Nullable
  String refusal() {
    return refusal;
  }

  /** Asks once for everything that is open. */
  void run(IMAPFolder folder) throws MessagingException {
    refusal = null;
    Iterator<FetchBatch> batches = FetchBatch.of(stillOpen(), bounds).iterator();
    folder.doCommand(protocol -> {
      stream(protocol, batches);
      return true;
    });
  }

  private void stream(IMAPProtocol protocol, Iterator<FetchBatch> batches)
      throws ProtocolException {
    Deque<String> tags = new ArrayDeque<>();
    List<Response> others = new ArrayList<>();
    try {
      while (batches.hasNext() || !tags.isEmpty()) {
        boolean compress = link.isSlow() && link.asksForCompression(protocol, toCome());
        while (!compress && batches.hasNext() && tags.size() < bounds.inFlight()) {
          tags.add(protocol.writeCommand(command(batches.next()), null));
        }
        if (compress && tags.isEmpty()) {
          link.compress(mailbox, protocol);
        } else {
          readUntilTagged(protocol, tags, others);
        }
      }
    } catch (IOException e) {
      throw new ConnectionException(protocol, Response.byeResponse(e));
    } finally {
      protocol.notifyResponseHandlers(others.toArray(new Response[0]));
    }
  }

  /** Bytes, as far as the server told the sizes. */
  private long toCome() {
    return open.values().stream().mapToLong(it -> Math.max(0, it.size())).sum();
  }

  private String command(FetchBatch batch) {
    return frugal ? batch.frugalCommand(bounds) : batch.command(bounds);
  }

  private void readUntilTagged(IMAPProtocol protocol, Deque<String> tags, List<Response> others)
      throws IOException, ProtocolException {
    while (true) {
      Response response;
      long asked = System.nanoTime();
      try {
        response = protocol.readResponse();
      } catch (ParsingException | RuntimeException e) {
        continue; // one answer is lost: its message stays open and is asked for again, alone
      } catch (OutOfMemoryError e) { // a literal of two gigabytes, say; the rest of it is still on
        // the wire
        refusal = "BYE an answer that is larger than the memory";
        throw new ConnectionException("the server sent an answer that is larger than the memory");
      }
      if (response.isBYE()) {
        refusal = line(response);
        throw new ConnectionException(protocol, response);
      }
      long waited = System.nanoTime() - asked;
      if (response instanceof FetchResponse fetch) {
        BODY body = fetch.getItem(BODY.class);
        ByteArray content = body == null ? null : body.getByteArray();
        link.came(content == null ? 0 : content.getCount(), waited);
        take(fetch, content);
      } else if (response.isTagged() && tags.remove(response.getTag())) {
        if (!response.isOK()) {
          refusal = line(response);
        }
        return;
      } else if (others.size() < 10_000) {
        others.add(response);
      }
    }
  }

  private static String line(Response response) {
    String rest = response.getRest();
    String text = response.isBYE() ? "BYE " + rest : (response.isNO() ? "NO " : "BAD ") + rest;
    return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
  }

  private void take(FetchResponse fetch, @Nullable ByteArray content) {
    UID uid = fetch.getItem(UID.class);
    if (uid == null || fetch.getItem(BODY.class) == null || !open.containsKey(uid.uid)) {
      return; // flags that somebody else changed
    }
    byte[] bytes = content == null ? new byte[0] : content.getNewBytes();
    if (bytes.length == 0) {
      reasons.put(uid.uid, "the server sent an empty body");
      return;
    }
    if (isSubstitute(bytes)) {
      reasons.put(uid.uid, "the server could not retrieve it and sent a note instead");
      return;
    }
    RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
    Listed listed = open.remove(uid.uid);
    long declared = size != null ? size.size : listed == null ? -1 : listed.size();
    boolean truncated =
        bytes.length >= bounds.maxMessageBytes() && (declared > bounds.maxMessageBytes() || frugal);
    sink.accept(new Fetched.Message(
        new MessageKey(mailbox, uidValidity, uid.uid),
        received(fetch),
        declared,
        bytes,
        truncated));
  }

  private static @Nullable Instant received(FetchResponse fetch) {
    INTERNALDATE internal = fetch.getItem(INTERNALDATE.class);
    Date date = internal == null ? null : internal.getDate();
    return date == null ? null : date.toInstant();
  }

  /** Looks at every so many bytes only (Horspool), since nearly all messages are searched in vain. */
  static boolean isSubstitute(byte[] bytes) {
    if (bytes.length > SUBSTITUTE_MOST_BYTES) {
      return false;
    }
    int last = SUBSTITUTE.length - 1;
    for (int end = last; end < bytes.length; end += SUBSTITUTE_SKIPS[bytes[end] & 0xff]) {
      int k = last;
      while (k >= 0 && bytes[end - last + k] == SUBSTITUTE[k]) {
        k--;
      }
      if (k < 0) {
        return true;
      }
    }
    return false;
  }

  /** How far to go on from a byte: to its last place in the note before the end, else by the whole length. */
  private static int[] skips(byte[] wanted) {
    int[] skips = new int[256];
    Arrays.fill(skips, wanted.length);
    for (int i = 0; i < wanted.length - 1; i++) {
      skips[wanted[i] & 0xff] = wanted.length - 1 - i;
    }
    return skips;
  }
}
