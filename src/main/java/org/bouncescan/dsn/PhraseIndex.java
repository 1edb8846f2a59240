package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any of many literal phrases in one pass over a text. Case, kind of quotation mark, and amount of white space (line
 * ends included) make no difference. Every phrase is filed under its rarest run of four characters, so that at nearly
 * every position of a text one look at a bit set is all there is to do. Immutable once built.
 */
final class PhraseIndex {
  /** A phrase needs this many characters, since shorter ones stand everywhere; two where each is a word or a syllable. */
  static final int SHORTEST = 4;

  private static final int SHORTEST_EASTERN = 2;
  private static final char EASTERN = '\u2e80';

  private static final int FILTER_BITS = 18;
  private static final int TABLE_BITS = 14;

  private final String[] phrases;
  private final int[] anchors; // where in its phrase the run stands that it is filed under
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];
  private final long[] keys = new long[1 << TABLE_BITS];
  private final int[][] filed = new int[1 << TABLE_BITS][];

  private PhraseIndex(List<String> phrases) {
    this.phrases = phrases.toArray(String[]::new);
    this.anchors = new int[this.phrases.length];
    Map<Long, Integer> runs =
        new HashMap<>(); // by their spread: runs themselves share few hash codes
    for (String phrase : this.phrases) {
      for (int i = 0; i + SHORTEST <= phrase.length(); i++) {
        runs.merge(spread(run(phrase, i)), 1, Integer::sum);
      }
    }
    for (int id = 0; id < this.phrases.length; id++) {
      String phrase = this.phrases[id];
      if (phrase.length() < SHORTEST) {
        file(pair(phrase.charAt(0), phrase.charAt(1)), id);
      } else {
        anchors[id] = rarest(phrase, runs);
        file(run(phrase, anchors[id]), id);
      }
    }
  }

  private static int rarest(String phrase, Map<Long, Integer> runs) {
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i + SHORTEST <= phrase.length(); i++) {
      int count = runs.getOrDefault(spread(run(phrase, i)), 0);
      if (count < fewest) {
        fewest = count;
        best = i;
      }
    }
    return best;
  }

  private static long run(CharSequence text, int at) {
    return ((long) text.charAt(at) << 48)
        | ((long) text.charAt(at + 1) << 32)
        | ((long) text.charAt(at + 2) << 16)
        | text.charAt(at + 3);
  }

  /** Two characters; never equal to a run of four, whose first is no zero. */
  private static long pair(char first, char second) {
    return ((long) first << 16) | second;
  }

  private static long spread(long run) {
    return run * 0x9E3779B97F4A7C15L;
  }

  private void file(long run, int id) {
    long hash = spread(run);
    int bit = (int) (hash >>> (64 - FILTER_BITS));
    filter[bit >> 6] |= 1L << bit;
    int slot = slot(run, hash);
    keys[slot] = run;
    int[] old = filed[slot];
    int[] more = old == null ? new int[1] : Arrays.copyOf(old, old.length + 1);
    more[more.length - 1] = id;
    filed[slot] = more;
  }

  private int slot(long run, long hash) {
    int slot = (int) (hash >>> (64 - TABLE_BITS));
    while (filed[slot] != null && keys[slot] != run) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  /**
   * The text in the form in which phrases are compared: lower case, plain quotes, single spaces; at
   * most {@code most} characters.
   */
  static Folded fold(CharSequence text, int most) {
    Folded folded = new Folded(Math.min(text.length(), most));
    folded.add(text, most);
    return folded;
  }

  private static final char[] FOLD = new char[1 << 16];

  static {
    for (int c = 0; c < FOLD.length; c++) {
      FOLD[c] = folded((char) c);
    }
  }

  /** A character in the form in which phrases and lines are compared. */
  static char fold(char c) {
    return FOLD[c];
  }

  private static char folded(char c) {
    if (c <= ' ') {
      return ' ';
    }
    return switch (c) {
      case '\u00a0', '\u3000' -> ' ';
      case '\u2018', '\u2019', '\u00b4', '\u02bc' -> '\'';
      case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
      case '\u2010', '\u2011', '\u2013', '\u2014' -> '-';
      case '\uff1a' -> ':';
      case '\uff1c' -> '<';
      case '\uff1e' -> '>';
      case '\uff08' -> '(';
      case '\uff09' -> ')';
      default -> Character.toLowerCase(c);
    };
  }

  /** A text ready for {@link #find}. */
  static final class Folded {
    private char[] chars;
    private int length;
    private boolean space = true;

    Folded(int expected) {
      chars = new char[expected];
    }

    /** Adds text until {@code most} characters are held in all. */
    void add(CharSequence text, int most) {
      int n = text.length();
      if (length + n > chars.length) {
        int wanted = Math.max(length + n, 2 * chars.length);
        chars = Arrays.copyOf(chars, Math.max(chars.length, Math.min(most, wanted)));
      }
      int to = Math.min(most, chars.length);
      for (int i = 0; i < n && length < to; i++) {
        char c = FOLD[text.charAt(i)];
        if (c != ' ') {
          chars[length++] = c;
          space = false;
        } else if (!space) {
          chars[length++] = c;
          space = true;
        }
      }
    }

    int length() {
      return length;
    }

    @Override
    public String toString() {
      return new String(chars, 0, length);
    }
  }

  /** Is told of every place where a phrase stands. */
  interface Finder {
    /** Phrase {@code id} ends before index {@code end} of the folded text. */
    void found(int id, int end);
  }

  /** The ids of the phrases that stand in {@code text}. */
  BitSet find(Folded text) {
    BitSet found = new BitSet(phrases.length);
    find(text, 0, (id, end) -> found.set(id));
    return found;
  }

  /** Tells {@code finder} of every phrase in {@code text} whose rarest run ends at or after {@code from}. */
  void find(Folded text, int from, Finder finder) {
    char[] chars = text.chars;
    long run = 0;
    for (int i = Math.max(0, from - SHORTEST); i < text.length; i++) {
      char c = chars[i];
      run = (run << 16) | c;
      if (i >= from) {
        look(run, text, i - SHORTEST + 1, finder);
        if (c >= EASTERN && i > 0 && chars[i - 1] >= EASTERN) {
          look(pair(chars[i - 1], c), text, i - 1, finder);
        }
      }
    }
  }

  private void look(long run, Folded text, int at, Finder finder) {
    long hash = spread(run);
    int bit = (int) (hash >>> (64 - FILTER_BITS));
    if ((filter[bit >> 6] & (1L << bit)) == 0) {
      return;
    }
    int[] ids = filed[slot(run, hash)];
    if (ids == null) {
      return;
    }
    for (int id : ids) {
      int start = at - anchors[id];
      if (matches(phrases[id], text, start)) {
        finder.found(id, start + phrases[id].length());
      }
    }
  }

  /** True where a phrase, folded, is long enough to be looked for. */
  static boolean isLongEnough(String phrase) {
    return phrase.length() >= SHORTEST
        || (phrase.length() >= SHORTEST_EASTERN
            && phrase.charAt(0) >= EASTERN
            && phrase.charAt(1) >= EASTERN);
  }

  int size() {
    return phrases.length;
  }

  /** Phrase {@code id}, folded. */
  String phrase(int id) {
    return phrases[id];
  }

  private static boolean matches(String phrase, Folded text, int start) {
    if (start < 0 || start + phrase.length() > text.length) {
      return false;
    }
    char[] chars = text.chars;
    for (int i = 0; i < phrase.length(); i++) {
      if (chars[start + i] != phrase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Gathers phrases and gives every distinct one a number. */
  static final class Builder {
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> phrases = new ArrayList<>();

    /** The number of {@code phrase}, which must have {@link #SHORTEST} characters. */
    int add(String phrase) {
      String folded = fold(phrase, phrase.length()).toString().strip();
      if (!isLongEnough(folded)) {
        throw new IllegalArgumentException(
            "'" + phrase + "' is too short, " + SHORTEST + " characters are needed");
      }
      Integer known = ids.get(folded);
      if (known != null) {
        return known;
      }
      ids.put(folded, phrases.size());
      phrases.add(folded);
      return phrases.size() - 1;
    }

    PhraseIndex build() {
      return new PhraseIndex(phrases);
    }
  }
}
