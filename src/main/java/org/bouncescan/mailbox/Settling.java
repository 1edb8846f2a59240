package org.bouncescan.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What happens to messages on the server at the end. Every command names its UIDs; a blanket EXPUNGE is never sent. All of
 * it can be repeated: what is done already needs nothing more.
 */
final class Settling {
  /** After so many single messages refused one after the other the rest of a set is not tried. */
  private static final int REFUSALS_IN_A_ROW = 10;

  private final ImapConnection connection;
  private final boolean again;
  private final Set<Long> copied = new HashSet<>();
  private Set<Long> copiedBefore = Set.of();
  private @Nullable String note;

  /**
   * Settles over a connection.
   *
   * @param again whether an earlier attempt may have been cut off in the middle
   */
  Settling(ImapConnection connection, boolean again) {
    this.connection = connection;
    this.again = again;
  }

  Settled settle(Collection<Long> uids, Settlement settlement) throws MessagingException {
    if (settlement instanceof Settlement.Nothing || forgotten(settlement)) {
      return new Settled(new HashSet<>(uids), Map.of(), note);
    }
    String target = settlement instanceof Settlement.Move move ? prepare(move.folder()) : null;
    if (again && target != null && !moves()) {
      copiedBefore = Copies.of(connection, uids, target);
    }
    Set<Long> settled = new HashSet<>();
    Map<Long, String> failed = new HashMap<>();
    // Neighbours make a short command, however many they are; how many it may be is the caller's
    // affair.
    for (List<Long> piece : UidSets.pieces(uids, uids.size())) {
      settlePiece(piece, settlement, target, settled, failed);
    }
    return new Settled(settled, failed, note);
  }

  private boolean moves() throws MessagingException {
    return (Boolean) connection.folder().doCommand(protocol -> protocol.hasCapability("MOVE"));
  }

  /** A keyword that the server would forget, or refuse with BAD, is not sent. */
  private boolean forgotten(Settlement settlement) throws MessagingException {
    if (!(settlement instanceof Settlement.Keyword it)) {
      return false;
    }
    List<String> allowed = flagNames(connection.folder().getPermanentFlags());
    if (allowed.contains("\\*") || allowed.stream().anyMatch(it.keyword()::equalsIgnoreCase)) {
      return false;
    }
    note = "the server keeps no keywords: " + it.keyword()
        + " was not set; use 'settle: {all: move FOLDER}' or 'nothing'";
    return true;
  }

  private void settlePiece(
      List<Long> piece,
      Settlement settlement,
      @Nullable String target,
      Set<Long> settled,
      Map<Long, String> failed)
      throws MessagingException {
    String refusal = apply(piece, settlement, target);
    Set<Long> left = left(piece, settlement, refusal);
    piece.stream().filter(uid -> !left.contains(uid)).forEach(settled::add);
    if (left.size() == 1 && piece.size() == 1) {
      failed.put(
          piece.get(0), refusal == null ? "the server said OK but left it where it is" : refusal);
      return;
    }
    int inARow = 0; // one bad message must not hold up the others
    for (Long uid : left.stream().sorted().toList()) {
      if (inARow >= REFUSALS_IN_A_ROW) {
        failed.put(uid, refusal == null ? "the server refused those before it" : refusal);
        continue;
      }
      settlePiece(List.of(uid), settlement, target, settled, failed);
      inARow = failed.containsKey(uid) ? inARow + 1 : 0;
    }
  }

  /** What still has to be done. */
  private Set<Long> left(List<Long> piece, Settlement settlement, @Nullable String refusal)
      throws MessagingException {
    if (settlement instanceof Settlement.Keyword && refusal == null) {
      return Set.of();
    }
    Set<Long> present = present(piece);
    if (present != null) {
      return present;
    }
    return refusal == null ? Set.of() : Set.copyOf(piece); // the server's word is all there is
  }

  /** Null when the server said OK, else what it said. */
  private @Nullable String apply(List<Long> piece, Settlement settlement, @Nullable String target)
      throws MessagingException {
    String set = UidSets.text(piece);
    Object refusal = connection.folder().doCommand(protocol -> {
      try {
        if (settlement instanceof Settlement.Keyword keyword) {
          store(protocol, set, keyword.keyword());
        } else if (settlement instanceof Settlement.Delete) {
          delete(protocol, set);
        } else if (protocol.hasCapability("MOVE")) {
          command(
              protocol,
              "UID MOVE " + set,
              FolderNames.argument(protocol, Objects.requireNonNull(target)));
        } else {
          copyAndDelete(protocol, piece, Objects.requireNonNull(target));
        }
        return null;
      } catch (CommandFailedException | BadCommandException e) {
        return ImapConnection.reason(e);
      }
    });
    return (String) refusal;
  }

  /**
   * MOVE for servers that have none. What an earlier attempt copied or marked as deleted is not copied again; a copy
   * that can't be followed by deleting is a note, and not tried again: every attempt would leave one more copy.
   */
  private void copyAndDelete(IMAPProtocol protocol, List<Long> piece, String target)
      throws ProtocolException {
    Set<Long> open = undeleted(protocol, piece);
    List<Long> fresh =
        open.stream().filter(uid -> !copiedBefore.contains(uid)).sorted().toList();
    // Also those that an earlier attempt marked and did not come to expunge.
    List<Long> whole = piece.stream()
        .filter(uid -> open.contains(uid) || copiedBefore.contains(uid))
        .toList();
    if (whole.isEmpty()) {
      return;
    }
    if (!fresh.isEmpty()) {
      command(protocol, "UID COPY " + UidSets.text(fresh), FolderNames.argument(protocol, target));
    }
    String set = UidSets.text(whole);
    try {
      delete(protocol, set);
    } catch (CommandFailedException | BadCommandException e) {
      copied.addAll(whole);
      note =
          "messages were copied to '" + target + "', but the server does not let us delete them ("
              + ImapConnection.reason(e) + "): they stay";
    }
  }

  private Set<Long> undeleted(IMAPProtocol protocol, List<Long> piece) throws ProtocolException {
    Set<Long> whole = new HashSet<>(piece);
    long[] undeleted = Listing.search(protocol, "UID " + UidSets.text(piece) + " UNDELETED");
    if (undeleted != null) {
      whole.retainAll(Arrays.stream(undeleted).boxed().toList());
    }
    return whole;
  }

  private static void store(IMAPProtocol protocol, String set, String flag)
      throws ProtocolException {
    Argument flags = new Argument();
    flags.writeAtom("(" + flag + ")");
    command(protocol, "UID STORE " + set + " +FLAGS.SILENT", flags);
  }

  private void delete(IMAPProtocol protocol, String set) throws ProtocolException {
    store(protocol, set, "\\Deleted");
    if (protocol.hasCapability("UIDPLUS") || protocol.hasCapability("IMAP4rev2")) {
      command(protocol, "UID EXPUNGE " + set, null);
    } else {
      note =
          "the server has no UID EXPUNGE (RFC 4315): messages are marked \\Deleted and stay until somebody expunges the folder";
    }
  }

  private static void command(IMAPProtocol protocol, String text, @Nullable Argument argument)
      throws ProtocolException {
    Response[] answers = protocol.command(text, argument);
    protocol.notifyResponseHandlers(answers);
    protocol.handleResult(answers[answers.length - 1]);
  }

  /** The folder's name as the server spells it; it is created if it is not there. */
  private String prepare(String folder) throws MessagingException {
    return (String) connection.folder().doCommand(protocol -> {
      String name = FolderNames.spell(protocol, folder);
      if (!FolderNames.exists(protocol, name)) {
        protocol.create(name);
      }
      return name;
    });
  }

  /** Which of the UIDs the folder holds, apart from those copied already; null where the server does not search. */
  private @Nullable Set<Long> present(List<Long> piece) throws MessagingException {
    Set<Long> present = present(connection.folder(), piece, " UNDELETED");
    if (present != null) {
      present.removeAll(copied);
    }
    return present;
  }

  /** Which of the UIDs the folder holds; null where the server does not search. */
  static @Nullable Set<Long> present(IMAPFolder folder, Collection<Long> uids, String criteria)
      throws MessagingException {
    Set<Long> present = new HashSet<>();
    for (List<Long> piece : UidSets.pieces(uids)) {
      long[] found = Listing.search(folder, "UID " + UidSets.text(piece) + criteria);
      if (found == null) {
        return null;
      }
      Arrays.stream(found).forEach(present::add);
    }
    present.retainAll(new HashSet<>(uids));
    return present;
  }

  int expire(String folder, LocalDate before) throws MessagingException {
    String name = (String) connection.folder().doCommand(protocol -> {
      String spelled = FolderNames.spell(protocol, folder);
      return FolderNames.exists(protocol, spelled) ? spelled : "";
    });
    if (name.isEmpty()) {
      return 0;
    }
    IMAPFolder old = (IMAPFolder) connection.store().getFolder(name);
    old.open(Folder.READ_WRITE);
    try {
      long[] found = Listing.search(old, "UNDELETED BEFORE " + UidSets.day(before));
      List<Long> expired =
          found == null ? List.of() : Arrays.stream(found).boxed().toList();
      for (List<Long> piece : UidSets.pieces(expired)) {
        old.doCommand(protocol -> {
          delete(protocol, UidSets.text(piece));
          return true;
        });
      }
      return expired.size();
    } finally {
      old.close(false);
    }
  }

  static List<String> flagNames(@Nullable Flags flags) {
    List<String> names = new ArrayList<>();
    if (flags != null) {
      for (Flags.Flag flag : flags.getSystemFlags()) {
        names.add(name(flag));
      }
      names.addAll(List.of(flags.getUserFlags()));
    }
    return names;
  }

  private static String name(Flags.Flag flag) {
    if (flag == Flags.Flag.USER) {
      return "\\*";
    }
    return flag == Flags.Flag.DELETED
        ? "\\Deleted"
        : flag == Flags.Flag.SEEN
            ? "\\Seen"
            : flag == Flags.Flag.ANSWERED
                ? "\\Answered"
                : flag == Flags.Flag.FLAGGED
                    ? "\\Flagged"
                    : flag == Flags.Flag.DRAFT ? "\\Draft" : "\\Recent";
  }
}
