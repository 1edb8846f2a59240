package org.bouncescan.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * What happens to messages on the server at the end. Every command names its UIDs; a blanket EXPUNGE is never sent. All of
 * it can be repeated: what is done already needs nothing more.
 */
final class Settling {
  private static final DateTimeFormatter SEARCH_DATE =
      DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);

  private final ImapConnection connection;
  private @Nullable String note;

  Settling(ImapConnection connection) {
    this.connection = connection;
  }

  Settled settle(Collection<Long> uids, Settlement settlement) throws MessagingException {
    if (settlement instanceof Settlement.Nothing) {
      return new Settled(new HashSet<>(uids), Map.of(), null);
    }
    String target = settlement instanceof Settlement.Move move ? prepare(move.folder()) : null;
    Set<Long> settled = new HashSet<>();
    Map<Long, String> failed = new HashMap<>();
    for (List<Long> piece : UidSets.pieces(uids)) {
      settlePiece(piece, settlement, target, settled, failed);
    }
    return new Settled(settled, failed, note);
  }

  private void settlePiece(
      List<Long> piece,
      Settlement settlement,
      @Nullable String target,
      Set<Long> settled,
      Map<Long, String> failed)
      throws MessagingException {
    String refusal = apply(piece, settlement, target);
    Set<Long> left =
        settlement instanceof Settlement.Keyword ? Set.of() : present(connection.folder(), piece);
    if (refusal == null && left.isEmpty()) {
      settled.addAll(piece);
    } else if (piece.size() == 1) {
      long uid = piece.get(0);
      if (!(settlement instanceof Settlement.Keyword) && left.isEmpty()) {
        settled.add(uid); // gone, whatever the server said
      } else if (settlement instanceof Settlement.Keyword
          && present(connection.folder(), piece).isEmpty()) {
        settled.add(uid);
      } else {
        failed.put(uid, refusal == null ? "the server said OK but left it where it is" : refusal);
      }
    } else { // one bad message must not hold up the others
      for (Long uid : piece) {
        settlePiece(List.of(uid), settlement, target, settled, failed);
      }
    }
  }

  /** Null when the server said OK, else what it said. */
  private @Nullable String apply(List<Long> piece, Settlement settlement, @Nullable String target)
      throws MessagingException {
    String set = UidSets.text(piece);
    Object refusal = connection.folder().doCommand(protocol -> {
      try {
        if (settlement instanceof Settlement.Keyword keyword) {
          keyword(protocol, set, keyword.keyword());
        } else if (settlement instanceof Settlement.Delete) {
          delete(protocol, set);
        } else if (protocol.hasCapability("MOVE")) {
          command(protocol, "UID MOVE " + set, mailbox(target));
        } else {
          command(protocol, "UID COPY " + set, mailbox(target));
          delete(protocol, set);
        }
        return null;
      } catch (CommandFailedException e) {
        return ImapConnection.reason(e);
      }
    });
    return (String) refusal;
  }

  private void keyword(IMAPProtocol protocol, String set, String keyword) throws ProtocolException {
    List<String> allowed = flagNames(connection.folder().getPermanentFlags());
    boolean lasts = allowed.contains("\\*") || allowed.stream().anyMatch(keyword::equalsIgnoreCase);
    if (!lasts) {
      note = "the server keeps no new keywords: " + keyword
          + " will be forgotten; use 'settle: {all: move FOLDER}' or 'nothing'";
    }
    Argument flags = new Argument();
    flags.writeAtom("(" + keyword + ")");
    command(protocol, "UID STORE " + set + " +FLAGS.SILENT", flags);
  }

  private void delete(IMAPProtocol protocol, String set) throws ProtocolException {
    Argument flags = new Argument();
    flags.writeAtom("(\\Deleted)");
    command(protocol, "UID STORE " + set + " +FLAGS.SILENT", flags);
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

  private static Argument mailbox(@Nullable String name) {
    Argument argument = new Argument();
    argument.writeString(BASE64MailboxEncoder.encode(String.valueOf(name)));
    return argument;
  }

  /** The folder's name as the server spells it; it is created if it is not there. */
  private String prepare(String folder) throws MessagingException {
    String name = ImapConnection.serverName(connection.store(), folder);
    Folder target = connection.store().getFolder(name);
    if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES) && !target.exists()) {
      throw new MessagingException("folder '" + name + "' can't be created");
    }
    return name;
  }

  /** Which of the UIDs the folder holds and has not marked as deleted. */
  static Set<Long> present(IMAPFolder folder, List<Long> piece) throws MessagingException {
    String set = UidSets.text(piece);
    Set<Long> present = new HashSet<>(search(folder, "UID " + set + " UNDELETED"));
    present.retainAll(new HashSet<>(piece));
    return present;
  }

  private static List<Long> search(IMAPFolder folder, String criteria) throws MessagingException {
    List<Long> uids = new ArrayList<>();
    folder.doCommand(protocol -> {
      Response[] answers = protocol.command("UID SEARCH " + criteria, null);
      for (Response answer : answers) {
        if (answer instanceof IMAPResponse imap && imap.keyEquals("SEARCH")) {
          for (long uid = imap.readLong(); uid != -1; uid = imap.readLong()) {
            uids.add(uid);
          }
        }
      }
      protocol.notifyResponseHandlers(answers);
      protocol.handleResult(answers[answers.length - 1]);
      return true;
    });
    return uids;
  }

  int expire(String folder, int olderThanDays) throws MessagingException {
    IMAPFolder old = (IMAPFolder)
        connection.store().getFolder(ImapConnection.serverName(connection.store(), folder));
    if (!old.exists()) {
      return 0;
    }
    old.open(Folder.READ_WRITE);
    try {
      LocalDate before = LocalDate.now(ZoneOffset.UTC).minusDays(olderThanDays);
      List<Long> expired = search(old, "BEFORE " + SEARCH_DATE.format(before));
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
