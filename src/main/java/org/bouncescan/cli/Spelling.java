package org.bouncescan.cli;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody meant. */
final class Spelling {
  private Spelling() {}

  /** The word that is at most a third of its letters away from {@code word}; null when there is none. */
  static @Nullable String closest(String word, Collection<String> words) {
    String best = null;
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : words) {
      int distance = distance(plain(word), plain(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static String plain(String word) {
    return word.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
  }

  /** Insertions, deletions, replacements, and swaps of neighbours that turn one word into the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + differs, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
