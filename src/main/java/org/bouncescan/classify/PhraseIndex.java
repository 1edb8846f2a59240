package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Finds in one pass which phrases may stand in a text: every phrase is entered under the rarest run of four (or three, or
 * two of a script that writes words with so few) characters of its key (or of each of its keys), and only phrases whose run occurs are looked at.
 */
final class PhraseIndex {
  private static final int LONG = 4;
  private static final int SHORT = 3;
  private static final int PAIR = 2;

  private final Table fours;
  private final Table threes;
  private final Table twos;

  /** Indexes phrases by their place in the list. */
  PhraseIndex(List<Phrase> phrases) {
    Map<Long, Integer> counts =
        new HashMap<>(); // by their spread: grams themselves share few hash codes
    for (Phrase phrase : phrases) {
      for (String key : phrase.keys()) {
        for (int i = 0; i + LONG <= key.length(); i++) {
          counts.merge(spread(gram(key, i, LONG)), 1, Integer::sum);
        }
      }
    }
    Map<Long, List<Integer>> four = new HashMap<>();
    Map<Long, List<Integer>> three = new HashMap<>();
    Map<Long, List<Integer>> two = new HashMap<>();
    for (int number = 0; number < phrases.size(); number++) {
      for (String key : phrases.get(number).keys()) {
        if (key.length() < SHORT) {
          two.computeIfAbsent(gram(key, 0, PAIR), it -> new ArrayList<>()).add(number);
        } else if (key.length() < LONG) {
          three.computeIfAbsent(gram(key, 0, SHORT), it -> new ArrayList<>()).add(number);
        } else {
          four.computeIfAbsent(rarest(key, counts), it -> new ArrayList<>()).add(number);
        }
      }
    }
    fours = new Table(four);
    threes = new Table(three);
    twos = new Table(two);
  }

  /** Tells {@code sink} the number of every phrase that may stand in {@code text}; some more than once. */
  void candidates(String text, IntConsumer sink) {
    long gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = (gram << 16) | text.charAt(i);
      if (i >= LONG - 1) {
        fours.find(gram, sink);
      }
      if (i >= SHORT - 1) {
        threes.find(gram & 0xFFFF_FFFF_FFFFL, sink);
      }
      if (i >= PAIR - 1 && text.charAt(i) >= 128) {
        twos.find(gram & 0xFFFF_FFFFL, sink);
      }
    }
  }

  private static long rarest(String key, Map<Long, Integer> counts) {
    long best = gram(key, 0, LONG);
    int bestCount = Integer.MAX_VALUE;
    for (int i = 0; i + LONG <= key.length(); i++) {
      long gram = gram(key, i, LONG);
      // Runs with a blank are the commonest in running text: of equals take another.
      int blank = key.indexOf(' ', i);
      int blanks = blank >= 0 && blank < i + LONG ? 1 : 0;
      int count = 2 * counts.getOrDefault(spread(gram), 0) + blanks;
      if (count < bestCount) {
        best = gram;
        bestCount = count;
      }
    }
    return best;
  }

  private static long gram(String text, int at, int length) {
    long gram = 0;
    for (int i = at; i < at + length; i++) {
      gram = (gram << 16) | text.charAt(i);
    }
    return gram;
  }

  private static long spread(long gram) {
    return gram * 0x9E37_79B9_7F4A_7C15L;
  }

  /** Open addressing; 0 is no gram of a text, since texts hold no NUL. */
  private static final class Table {
    private final long[] keys;
    private final int[][] values;
    private final int shift;

    Table(Map<Long, List<Integer>> entries) {
      int bits = Math.max(6, 34 - Integer.numberOfLeadingZeros(Math.max(1, entries.size())));
      keys = new long[1 << bits];
      values = new int[1 << bits][];
      shift = 64 - bits;
      entries.forEach((gram, numbers) -> {
        int slot = slot(gram);
        while (values[slot] != null) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = gram;
        values[slot] = numbers.stream().mapToInt(Integer::intValue).toArray();
      });
    }

    void find(long gram, IntConsumer sink) {
      int slot = slot(gram);
      while (keys[slot] != 0) {
        if (keys[slot] == gram) {
          Arrays.stream(values[slot]).forEach(sink);
          return;
        }
        slot = (slot + 1) & (keys.length - 1);
      }
    }

    private int slot(long gram) {
      return (int) (spread(gram) >>> shift);
    }
  }
}
