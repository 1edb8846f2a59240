package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks for in a folded reply: a literal in which {@code *} stands for up to 60 characters, or a bounded
 * regular expression between slashes. A literal begins where a word begins (a leading {@code *} lifts that), and a
 * digit at its end is the last of its number. The work for a text of n characters is at most n times a constant.
 */
sealed interface Phrase {
  int MAX_GAP = 60;
  int MAX_SEGMENTS = 6;
  int MIN_LITERAL = 3;

  /** True when it stands in {@code text}, which is folded. */
  boolean isIn(String text);

  /** A literal of at least {@link #MIN_LITERAL} characters without which it can't stand in a text. */
  String key();

  /** What is wrong with a phrase, and the cure; null when nothing is. */
  static @Nullable String problem(String source) {
    try {
      of(source);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /**
   * Reads a phrase.
   *
   * @throws IllegalArgumentException when it can't be used; the message says why, and the cure
   */
  static Phrase of(String source) {
    if (source.length() > 2 && source.startsWith("/") && source.endsWith("/")) {
      return BoundedRegex.of(source.substring(1, source.length() - 1));
    }
    return Literal.of(source);
  }

  /** Segments in order, at most {@link #MAX_GAP} characters between two. */
  record Literal(List<String> segments, boolean anywhere, String key) implements Phrase {
    static Literal of(String source) {
      String folded = Fold.phrase(source);
      boolean anywhere = folded.startsWith("*");
      List<String> segments = new ArrayList<>();
      String key = "";
      for (String segment : folded.split("\\*+", -1)) {
        boolean outer = segments.isEmpty();
        String text = outer ? segment.stripLeading() : segment;
        if (text.isEmpty()) {
          continue;
        }
        segments.add(text);
        if (text.strip().length() > key.strip().length()) {
          key = text;
        }
      }
      if (key.strip().length() < MIN_LITERAL) {
        throw new IllegalArgumentException("it needs a literal of at least 3 characters");
      }
      if (segments.size() > MAX_SEGMENTS) {
        throw new IllegalArgumentException(
            "more than 5 times '*'; use 'all' with several phrases instead");
      }
      return new Literal(List.copyOf(segments), anywhere, key);
    }

    @Override
    public boolean isIn(String text) {
      if (segments.size() == 1) {
        String segment = segments.get(0);
        for (int at = text.indexOf(segment); at >= 0; at = text.indexOf(segment, at + 1)) {
          if (starts(text, at) && ends(text, at + segment.length())) {
            return true;
          }
        }
        return false;
      }
      return chain(text);
    }

    /** One pass a segment: the places where each can end, given where the one before can. */
    private boolean chain(String text) {
      int[] ends = new int[4];
      int count = 0;
      String first = segments.get(0);
      for (int at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
        if (starts(text, at)) {
          ends = put(ends, count++, at + first.length());
        }
      }
      for (int k = 1; k < segments.size() && count > 0; k++) {
        String segment = segments.get(k);
        // "not in * list" is also for "not in list": two blanks may be one.
        int overlap = segment.startsWith(" ") && segments.get(k - 1).endsWith(" ") ? 1 : 0;
        boolean last = k == segments.size() - 1;
        int[] next = new int[4];
        int found = 0;
        int reached = 0;
        for (int at = text.indexOf(segment, ends[0] - overlap);
            at >= 0;
            at = text.indexOf(segment, at + 1)) {
          while (reached < count && ends[reached] + MAX_GAP < at) {
            reached++;
          }
          if (reached == count) {
            break;
          }
          if (ends[reached] - overlap <= at && (!last || ends(text, at + segment.length()))) {
            next = put(next, found++, at + segment.length());
          }
        }
        ends = next;
        count = found;
      }
      return count > 0;
    }

    private static int[] put(int[] list, int index, int value) {
      int[] longer = index < list.length ? list : Arrays.copyOf(list, 2 * index);
      longer[index] = value;
      return longer;
    }

    private boolean starts(String text, int at) {
      return anywhere || at == 0 || !isWord(text.charAt(at)) || !isWord(text.charAt(at - 1));
    }

    private static boolean ends(String text, int end) {
      return end == text.length() || !isDigit(text.charAt(end - 1)) || !isDigit(text.charAt(end));
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
      return isDigit(c) || (c >= 'a' && c <= 'z');
    }
  }

  /** A regular expression whose steps are bounded by its form. */
  record BoundedRegex(Pattern pattern, String key) implements Phrase {
    static BoundedRegex of(String source) {
      return new BoundedRegex(RegexBounds.compile(source), RegexBounds.literal(source));
    }

    @Override
    public boolean isIn(String text) {
      return pattern.matcher(text).find();
    }
  }
}
