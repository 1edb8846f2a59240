package org.bouncescan.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.Listed;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.MessageKey;
import org.bouncescan.mailbox.Settled;
import org.bouncescan.mailbox.Settlement;
import org.jspecify.annotations.Nullable;

/** Mailboxes in memory that can be made to fail at any point: for what a real server does only on bad days. */
final class FakeServer implements MailFolder.Door {
  /** What lies in a mailbox. */
  static final class Box {
    long uidValidity = 1;
    long uidNext = 1;
    final TreeMap<Long, Mail> mails = new TreeMap<>();
    final List<String> settlements = new ArrayList<>();
    final Set<Long> refused = new HashSet<>();
    final Set<Long> vanishing = new HashSet<>();
    final Set<Long> hidden = new HashSet<>();
    final List<LocalDate> expiries = new ArrayList<>();
    int fetched;

    /** Refuses to be opened for writing. */
    boolean readOnly;

    /** Makes the library that talks to the server fail in a way of its own. */
    boolean nonsense;

    /** How many messages are handed out before the connection breaks; -1 for all. */
    int breaksAfter = -1;

    /** Which of its connections, from 1 in the order of opening, breaks so; all where it is empty. */
    final Set<Integer> breaking = new HashSet<>();

    /** How many connections may be opened. */
    int mostOpenings = Integer.MAX_VALUE;

    private int openings;

    MailboxException.@Nullable Kind closed;

    long add(byte[] bytes, @Nullable Instant at) {
      mails.put(uidNext, new Mail(bytes, at));
      return uidNext++;
    }

    /** The server lost its numbers: all messages get new ones. */
    void renumber() {
      List<Mail> all = new ArrayList<>(mails.values());
      mails.clear();
      uidValidity++;
      uidNext = 1;
      all.forEach(it -> add(it.bytes(), it.at()));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mail(byte[] bytes, @Nullable Instant at) {}

  private final Map<String, Box> boxes = new ConcurrentHashMap<>();
  /** Lets the first to be fetched from wait until so many are. */
  CountDownLatch together = new CountDownLatch(0);

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /** How many mailboxes were open at the same time at most. */
  int mostOpen() {
    return mostOpen.get();
  }

  Box box(String name) {
    return boxes.computeIfAbsent(name, it -> new Box());
  }

  @Override
  public MailFolder open(MailboxSettings settings, Access access) throws MailboxException {
    Box box = box(settings.name());
    MailboxException.Kind closed = box.closed;
    if (closed != null) {
      throw new MailboxException(closed, "the server at " + settings.host() + " says no", null);
    }
    if (box.readOnly && access == Access.READ_WRITE) {
      throw new MailboxException(
          MailboxException.Kind.CONFIGURATION, "the server opens the folder read-only", null);
    }
    int number;
    synchronized (box) {
      if (box.openings == box.mostOpenings) {
        throw new MailboxException(MailboxException.Kind.UNREACHABLE, "too many connections", null);
      }
      number = ++box.openings;
    }
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    boolean breaks = box.breaking.isEmpty() || box.breaking.contains(number);
    return new Open(
        settings.name(), box, access, box.uidNext, breaks, this::await, open::decrementAndGet);
  }

  private void await() {
    together.countDown();
    try {
      if (!together.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nothing else was fetched meanwhile");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Open(
      String name,
      Box box,
      Access access,
      long uidNext,
      boolean breaks,
      Runnable whenFetching,
      Runnable whenClosed)
      implements MailFolder {
    @Override
    public long uidValidity() {
      return box.uidValidity;
    }

    @Override
    public long[] uids() {
      return box.mails.headMap(uidNext).keySet().stream()
          .filter(uid -> !box.hidden.contains(uid))
          .mapToLong(Long::longValue)
          .toArray();
    }

    @Override
    public List<Listed> sizes(long[] uids) {
      return Arrays.stream(uids).mapToObj(uid -> new Listed(uid, -1)).toList();
    }

    @Override
    public void fetch(List<Listed> todo, Consumer<Fetched> sink) throws MailboxException {
      int handed = 0;
      whenFetching.run();
      if (box.nonsense) {
        throw new ClassCastException("what no server should say");
      }
      for (Listed it : todo) {
        if (breaks && box.breaksAfter >= 0 && handed++ >= box.breaksAfter) {
          throw new MailboxException(
              MailboxException.Kind.UNREACHABLE, "connection reset, and not regained", null);
        }
        MessageKey key = new MessageKey(name, box.uidValidity, it.uid());
        Mail mail = box.mails.get(it.uid());
        if (mail == null || box.vanishing.contains(it.uid())) {
          sink.accept(new Fetched.Vanished(key));
        } else if (box.refused.contains(it.uid())) {
          sink.accept(new Fetched.Failed(key, "the server answers NO"));
        } else {
          synchronized (box) {
            box.fetched++;
          }
          sink.accept(
              new Fetched.Message(key, mail.at(), mail.bytes().length, mail.bytes(), false));
        }
      }
    }

    @Override
    public Settled settle(Collection<Long> uids, Settlement settlement, boolean again) {
      if (access == Access.READ_ONLY) {
        throw new IllegalStateException("settling in a mailbox that was opened to read");
      }
      for (Long uid : uids) {
        box.settlements.add(uid + " " + settlement);
        if (settlement instanceof Settlement.Move || settlement instanceof Settlement.Delete) {
          box.mails.remove(uid);
        }
      }
      return new Settled(new HashSet<>(uids), Map.of(), null);
    }

    @Override
    public int expire(String folder, LocalDate before) {
      box.expiries.add(before);
      return 0;
    }

    @Override
    public void close() {
      whenClosed.run();
    }
  }
}
