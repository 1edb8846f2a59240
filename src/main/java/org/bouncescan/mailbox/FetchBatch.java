package org.bouncescan.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The messages that one FETCH command asks for. */
final class FetchBatch {
  private final List<Long> uids;
  private final boolean partial;

  private FetchBatch(List<Listed> messages, boolean partial) {
    this.uids = messages.stream().map(Listed::uid).toList();
    this.partial = partial;
  }

  /** Messages in ascending order of UID, in batches within bounds; those above the size limit in batches of their own. */
  static List<FetchBatch> of(List<Listed> todo, FetchBounds bounds) {
    List<Listed> sorted = new ArrayList<>(todo);
    sorted.sort(Comparator.comparingLong(Listed::uid));
    List<FetchBatch> batches = new ArrayList<>();
    List<Listed> current = new ArrayList<>();
    long bytes = 0;
    for (Listed message : sorted) {
      if (message.size() > bounds.maxMessageBytes()) {
        batches.add(new FetchBatch(List.of(message), true));
        continue;
      }
      long size = Math.max(0, message.size());
      if (!current.isEmpty()
          && (current.size() >= bounds.messages() || bytes + size > bounds.bytes())) {
        batches.add(new FetchBatch(current, false));
        current = new ArrayList<>();
        bytes = 0;
      }
      current.add(message);
      bytes += size;
    }
    if (!current.isEmpty()) {
      batches.add(new FetchBatch(current, false));
    }
    return batches;
  }

  /** UIDs and the date the server received it; never ENVELOPE or BODYSTRUCTURE, which servers and the library get wrong. */
  String command(FetchBounds bounds) {
    String body = partial ? "BODY.PEEK[]<0." + bounds.maxMessageBytes() + ">" : "BODY.PEEK[]";
    return "UID FETCH " + UidSets.text(uids) + " (UID INTERNALDATE RFC822.SIZE " + body + ")";
  }

  /**
   * Only the beginning of each message, whatever size the server claims, and neither size nor date, whose bad form
   * would cost the whole answer.
   */
  String frugalCommand(FetchBounds bounds) {
    return "UID FETCH " + UidSets.text(uids) + " (UID BODY.PEEK[]<0." + bounds.maxMessageBytes()
        + ">)";
  }
}
