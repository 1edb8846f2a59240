package org.bouncescan.suppress;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many failures of one kind it takes before an address is no longer mailed.
 *
 * @param when whether it depends on a count at all
 * @param messages how many failed messages, at most one a day counting; 0 unless {@code AFTER}
 * @param days how many days must lie between the first and the last of them; 0 unless {@code AFTER}
 */
public record Threshold(When when, int messages, int days) {
  /** The kinds of threshold. */
  public enum When {
    /** The first message is enough. */
    NOW,
    /** Only a count over some days is. */
    AFTER,
    /** Mail stops, but the contact is kept and asked. */
    HOLD,
    /** Never for this reason. */
    NEVER
  }

  public static final Threshold NOW = new Threshold(When.NOW, 0, 0);
  public static final Threshold HOLD = new Threshold(When.HOLD, 0, 0);
  public static final Threshold NEVER = new Threshold(When.NEVER, 0, 0);

  private static final Pattern AFTER = Pattern.compile("(\\d{1,3})/(\\d{1,4})d");

  public Threshold {
    Objects.requireNonNull(when, "when is null");
    if (when == When.AFTER ? messages < 1 || days < 0 : messages != 0 || days != 0) {
      throw new IllegalArgumentException(
          "no threshold: " + when + " " + messages + "/" + days + "d");
    }
  }

  /** So many failed messages, with so many days between the first and the last of them. */
  public static Threshold after(int messages, int days) {
    return new Threshold(When.AFTER, messages, days);
  }

  /**
   * Reads {@code now}, {@code hold}, {@code never} or messages/days as in {@code 3/21d}.
   *
   * @throws IllegalArgumentException for anything else, with the cure in its message
   */
  public static Threshold parse(String text) {
    Matcher m = AFTER.matcher(text);
    if (m.matches() && Integer.parseInt(m.group(1)) > 0) {
      return after(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }
    return switch (text) {
      case "now" -> NOW;
      case "hold" -> HOLD;
      case "never" -> NEVER;
      default ->
        throw new IllegalArgumentException(
            "'" + text + "' is no threshold; write now, hold, never, or messages/days as in 3/21d");
    };
  }

  /** As a job file writes it. */
  @Override
  public String toString() {
    return switch (when) {
      case NOW -> "now";
      case AFTER -> messages + "/" + days + "d";
      case HOLD -> "hold";
      case NEVER -> "never";
    };
  }
}
