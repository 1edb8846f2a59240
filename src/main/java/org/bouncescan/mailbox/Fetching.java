package org.bouncescan.mailbox;

import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets messages out of a server over as many connections and attempts as it takes: first in large batches, then what
 * did not come in small ones, then each alone. So a message that the server can't hand out, or that breaks every
 * connection, costs no other message.
 */
final class Fetching {
  private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

  /** How often in a row a connection is regained without a single message having come. */
  private static final int BREAKS_IN_VAIN = 2;

  /** How often in a row a message that is asked for alone may break the connection: then it is not the message. */
  private static final int BREAKS_ALONE = 3;

  /** How often a message is asked for alone. */
  private static final int ATTEMPTS_ALONE = 2;

  /** So many of the first messages asked for are suspected when a connection breaks before any comes. */
  private static final int SUSPECTS = 8;

  /** More missing messages than this are asked for in small batches before each is asked for alone. */
  private static final int FEW = 8;

  private final MailboxSettings settings;
  private final long uidValidity;
  private final ServerPause pause;
  private final Line line;
  private final Link link;
  private final Consumer<Fetched> sink;
  private int breaksAlone;

  /** The connection, which can be lost and regained. */
  interface Line {
    IMAPFolder folder();

    void regain() throws MailboxException;
  }

  Fetching(
      MailboxSettings settings,
      long uidValidity,
      ServerPause pause,
      Line line,
      Link link,
      Consumer<Fetched> sink) {
    this.settings = settings;
    this.uidValidity = uidValidity;
    this.pause = pause;
    this.line = line;
    this.link = link;
    this.sink = sink;
  }

  void fetch(List<Listed> todo) throws MailboxException {
    List<Listed> missing = batches(todo, settings.fetch());
    if (missing.size() > FEW) {
      missing = batches(stillThere(missing), settings.fetch().gentle());
    }
    for (Listed message : stillThere(missing)) {
      alone(message);
    }
  }

  /** Fetches what comes; what did not come is returned. */
  private List<Listed> batches(List<Listed> todo, FetchBounds bounds) throws MailboxException {
    List<Listed> open = todo;
    while (!open.isEmpty()) {
      FetchStream stream = stream(open, bounds, false);
      if (comes(stream)) {
        return stream.stillOpen();
      }
      List<Listed> left = stream.stillOpen();
      int suspects = Math.min(SUSPECTS, left.size());
      LOG.info(
          "{}: the connection breaks again and again before it comes; asking for {} alone",
          key(left.get(0).uid()),
          suspects);
      for (Listed suspect : stillThere(left.subList(0, suspects))) {
        alone(suspect);
      }
      open = left.subList(suspects, left.size());
    }
    return open;
  }

  /** False where the connection broke several times in a row without a message having come. */
  private boolean comes(FetchStream stream) throws MailboxException {
    int inVain = 0;
    while (true) {
      int before = stream.stillOpen().size();
      try {
        stream.run(line.folder());
        if (stream.stillOpen().isEmpty() || !pause.wanted(stream.refusal())) {
          return true;
        }
      } catch (MessagingException e) {
        int open = stream.stillOpen().size();
        LOG.info(
            "{}: connection lost ({}), {} messages to go",
            settings.name(),
            ImapConnection.reason(e),
            open);
        inVain = open < before ? 0 : inVain + 1;
        if (open > 0 && pause.wanted(stream.refusal())) {
          inVain = 0;
        }
        line.regain();
        if (open == 0 || inVain >= BREAKS_IN_VAIN) {
          return open == 0;
        }
      }
    }
  }

  private void alone(Listed message) throws MailboxException {
    FetchStream stream = stream(List.of(message), settings.fetch(), true);
    String reason = "";
    for (int attempt = 0; attempt < ATTEMPTS_ALONE && !stream.stillOpen().isEmpty(); attempt++) {
      try {
        stream.run(line.folder());
        breaksAlone = 0;
        reason = stream.reason(message.uid());
        pause.wanted(stream.refusal());
      } catch (MessagingException e) {
        reason = "the connection broke: " + ImapConnection.reason(e);
        LOG.info("{}: {}", key(message.uid()), reason);
        if (++breaksAlone >= BREAKS_ALONE) {
          throw ImapConnection.lost(settings, e);
        }
        line.regain();
      }
    }
    if (!stream.stillOpen().isEmpty()) {
      LOG.info("{}: not had: {}", key(message.uid()), reason);
      sink.accept(new Fetched.Failed(key(message.uid()), reason));
    }
  }

  /** Those of the messages that the folder still holds; of the others the sink is told that they vanished. */
  private List<Listed> stillThere(List<Listed> missing) throws MailboxException {
    if (missing.isEmpty()) {
      return missing;
    }
    Set<Long> present = present(missing.stream().map(Listed::uid).toList());
    if (present == null) { // the server does not say: nothing is given up
      return missing;
    }
    List<Listed> there = new ArrayList<>();
    for (Listed message : missing) {
      if (present.contains(message.uid())) {
        there.add(message);
      } else {
        sink.accept(new Fetched.Vanished(key(message.uid())));
      }
    }
    return there;
  }

  private @Nullable Set<Long> present(List<Long> uids) throws MailboxException {
    try {
      return Settling.present(line.folder(), uids, "");
    } catch (MessagingException e) {
      line.regain();
    }
    try {
      return Settling.present(line.folder(), uids, "");
    } catch (MessagingException e) {
      throw ImapConnection.lost(settings, e);
    }
  }

  private FetchStream stream(List<Listed> todo, FetchBounds bounds, boolean frugal) {
    return new FetchStream(settings.name(), uidValidity, bounds, todo, frugal, link, sink);
  }

  private MessageKey key(long uid) {
    return new MessageKey(settings.name(), uidValidity, uid);
  }
}
