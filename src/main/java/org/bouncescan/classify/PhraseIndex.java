package org.bouncescan.classify;

import java.util.Arrays;
import java.util.List;
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
    Grams counts = new Grams();
    for (Phrase phrase : phrases) {
      for (String key : phrase.keys()) {
        for (int i = 0; i + LONG <= key.length(); i++) {
          counts.add(gram(key, i, LONG), 0);
        }
      }
    }
    Table common = new Table(counts);
    Grams four = new Grams();
    Grams three = new Grams();
    Grams two = new Grams();
    for (int number = 0; number < phrases.size(); number++) {
      for (String key : phrases.get(number).keys()) {
        if (key.length() < SHORT) {
          two.add(gram(key, 0, PAIR), number);
        } else if (key.length() < LONG) {
          three.add(gram(key, 0, SHORT), number);
        } else {
          four.add(rarest(key, common), number);
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

  private static long rarest(String key, Table common) {
    long best = gram(key, 0, LONG);
    int bestCount = Integer.MAX_VALUE;
    for (int i = 0; i + LONG <= key.length(); i++) {
      long gram = gram(key, i, LONG);
      // Runs with a blank are the commonest in running text: of equals take another.
      int blank = key.indexOf(' ', i);
      int blanks = blank >= 0 && blank < i + LONG ? 1 : 0;
      int count = 2 * common.count(gram) + blanks;
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

  /** Runs of characters, each with the number of a phrase, in the order in which they come. */
  private static final class Grams {
    private long[] grams = new long[1024];
    private int[] numbers = new int[1024];
    private int size;

    void add(long gram, int number) {
      if (size == grams.length) {
        grams = Arrays.copyOf(grams, 2 * size);
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      grams[size] = gram;
      numbers[size++] = number;
    }
  }

  /** Open addressing; 0 is no gram of a text, since texts hold no NUL. */
  private static final class Table {
    private final long[] keys;

    /** Where the numbers of each key begin; they end where those of the next one do. */
    private final int[] starts;

    private final int[] numbers;
    private final int shift;

    Table(Grams entries) {
      int bits = Math.max(6, 33 - Integer.numberOfLeadingZeros(Math.max(1, entries.size)));
      keys = new long[1 << bits];
      starts = new int[keys.length + 1];
      numbers = new int[entries.size];
      shift = 64 - bits;
      int[] slots = new int[entries.size];
      for (int i = 0; i < entries.size; i++) {
        int slot = slot(entries.grams[i]);
        while (keys[slot] != 0 && keys[slot] != entries.grams[i]) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = entries.grams[i];
        slots[i] = slot;
        starts[slot + 1]++;
      }
      for (int slot = 0; slot < keys.length; slot++) {
        starts[slot + 1] += starts[slot];
      }
      int[] next = starts.clone();
      for (int i = 0; i < entries.size; i++) {
        numbers[next[slots[i]]++] = entries.numbers[i];
      }
    }

    /** How often a gram was entered. */
    int count(long gram) {
      int slot = slot(gram);
      while (keys[slot] != 0 && keys[slot] != gram) {
        slot = (slot + 1) & (keys.length - 1);
      }
      return keys[slot] == 0 ? 0 : starts[slot + 1] - starts[slot];
    }

    void find(long gram, IntConsumer sink) {
      int slot = slot(gram);
      while (keys[slot] != 0) {
        if (keys[slot] == gram) {
          for (int i = starts[slot]; i < starts[slot + 1]; i++) {
            sink.accept(numbers[i]);
          }
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
