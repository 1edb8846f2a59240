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

  private static final int FILTER_BITS = 16;
  private static final int TABLE_BITS = 14;

  private final String[] phrases;
  private final int[] anchors; // where in its phrase the run stands that it is filed under
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];
  private final long[] keys = new long[1 << TABLE_BITS];
  private final int[][] filed = new int[1 << TABLE_BITS][];

  private PhraseIndex(List<String> phrases) {
    this.phrases = phrases.toArray(String[]::new);
    this.anchors = new int[this.phrases.length];
    Map<Long, Integer> runs = new HashMap<>();
    for (String phrase : this.phrases) {
      for (int i = 0; i + SHORTEST <= phrase.length(); i++) {
        runs.merge(run(phrase, i), 1, Integer::sum);
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
      int count = runs.getOrDefault(run(phrase, i), 0);
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

  /** The text in the form in which phrases are compared: lower case, plain quotes, single spaces; at most {@code most} characters. */
  static Folded fold(CharSequence text, int most) {
    int n = text.length();
    char[] out = new char[Math.min(n, most)];
    int length = 0;
    boolean space = true;
    for (int i = 0; i < n && length < out.length; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '\u00a0' || c == '\u3000') {
        if (!space) {
          out[length++] = ' ';
          space = true;
        }
      } else {
        out[length++] = fold(c);
        space = false;
      }
    }
    return new Folded(out, length);
  }

  /** The same of the first {@code end} of {@code lines}, which are taken for one text. */
  static Folded fold(List<String> lines, int end, int most) {
    char[] out = new char[most];
    int length = 0;
    boolean space = true;
    for (int l = 0; l < end && length < most; l++) {
      String line = lines.get(l);
      for (int i = 0; i <= line.length() && length < most; i++) {
        char c = i < line.length() ? line.charAt(i) : ' ';
        if (c <= ' ' || c == '\u00a0' || c == '\u3000') {
          if (!space) {
            out[length++] = ' ';
            space = true;
          }
        } else {
          out[length++] = fold(c);
          space = false;
        }
      }
    }
    return new Folded(out, length);
  }

  /** A character in the form in which phrases and lines are compared. */
  static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return switch (c) {
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
    private final char[] chars;
    private final int length;

    private Folded(char[] chars, int length) {
      this.chars = chars;
      this.length = length;
    }

    @Override
    public String toString() {
      return new String(chars, 0, length);
    }
  }

  /** The ids of the phrases that stand in {@code text}. */
  BitSet find(Folded text) {
    BitSet found = new BitSet(phrases.length);
    char[] chars = text.chars;
    long run = 0;
    for (int i = 0; i < text.length; i++) {
      run = (run << 16) | chars[i];
      look(run, text, i - SHORTEST + 1, found);
      if (chars[i] >= EASTERN && i > 0 && chars[i - 1] >= EASTERN) {
        look(pair(chars[i - 1], chars[i]), text, i - 1, found);
      }
    }
    return found;
  }

  private void look(long run, Folded text, int at, BitSet found) {
    long hash = spread(run);
    int bit = (int) (hash >>> (64 - FILTER_BITS));
    if ((filter[bit >> 6] & (1L << bit)) != 0) {
      int[] ids = filed[slot(run, hash)];
      if (ids != null) {
        verify(ids, text, at, found);
      }
    }
  }

  /** True where a phrase, folded, is long enough to be looked for. */
  static boolean isLongEnough(String phrase) {
    return phrase.length() >= SHORTEST
        || (phrase.length() >= SHORTEST_EASTERN && phrase.chars().allMatch(c -> c >= EASTERN));
  }

  private void verify(int[] ids, Folded text, int at, BitSet found) {
    for (int id : ids) {
      if (!found.get(id) && matches(phrases[id], text, at - anchors[id])) {
        found.set(id);
      }
    }
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
