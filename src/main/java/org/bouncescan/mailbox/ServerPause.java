package org.bouncescan.mailbox;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits when a server says that it is asked too much ({@code [THROTTLED]}, Exchange's backoff time; RFC 5530). */
final class ServerPause {
  /** Really waits. */
  static ServerPause sleeping() {
    return new ServerPause(it -> Thread.sleep(it.toMillis()));
  }

  /** How time passes. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ServerPause.class);
  private static final Pattern BACKOFF =
      Pattern.compile("(?i)backoff time:? {0,4}(\\d{1,9}) {0,4}milliseconds");
  private static final Pattern TIRED =
      Pattern.compile("(?i)\\[(?:THROTTLED|LIMIT|UNAVAILABLE|INUSE)\\]|throttled"
          + "|too many (?:simultaneous )?connections|authenticated but not connected");
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST = 3;

  /** Before each attempt to regain a lost connection: a server that restarts needs some seconds. */
  private static final List<Duration> BEFORE_REGAINING =
      List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30));

  private final Sleeper sleeper;
  private int pauses;

  ServerPause(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /** Whether a server's words say that it is asked too much. */
  static boolean isWanted(@Nullable String words) {
    return words != null && TIRED.matcher(words).find();
  }

  /** Waits if {@code refusal} asks for it; false where it does not, or has done so too often. */
  boolean wanted(@Nullable String refusal) {
    if (refusal == null || !isWanted(refusal) || pauses >= MOST) {
      return false;
    }
    pauses++;
    Matcher backoff = BACKOFF.matcher(refusal);
    Duration wait = backoff.find() ? Duration.ofMillis(Long.parseLong(backoff.group(1))) : USUAL;
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    LOG.warn("the server asks for a pause ({}): waiting {} s", refusal, bounded.toSeconds());
    return slept(bounded);
  }

  /** Waits before the n-th attempt, from 0, to regain a connection; false when there should be no further one. */
  boolean beforeRegaining(int attempt) {
    return attempt < BEFORE_REGAINING.size() && slept(BEFORE_REGAINING.get(attempt));
  }

  private boolean slept(Duration duration) {
    try {
      sleeper.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
