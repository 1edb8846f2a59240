package org.bouncescan.dsn;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A letter with all phrases of all dialects found in it, once, and on which line each stands. */
final class ScannedLetter {
  /** Folded characters in which a family is recognised. */
  private static final int RECOGNISED = 12_000;

  /** Folded characters that are read where a family is recognised. */
  private static final int READ = 1_000_000;

  private static final int HEADER = 500;
  private static final int MOST_HITS = 100_000;

  private final LetterText letter;
  private final PhraseIndex index;
  private final PhraseIndex.Folded folded;
  private final int[] lineEnds; // index in the folded text after the end of each line
  private final int end;
  private final BitSet from;
  private final BitSet subject;
  private final BitSet text = new BitSet();
  private int folding; // lines folded so far
  private int scanned; // folded characters scanned so far
  private long[] hits = new long[32]; // line and phrase
  private int count;
  private boolean sorted;
  private int line; // of the last hit
  private int lastId = -1;
  private int lastAfter;

  /** @param end the lines before this one are the letter's own */
  ScannedLetter(LetterText letter, PhraseIndex index, int end) {
    this.letter = letter;
    this.index = index;
    this.end = end;
    this.folded = new PhraseIndex.Folded(2_048);
    this.lineEnds = new int[end];
    this.from = index.find(PhraseIndex.fold(letter.from(), HEADER));
    this.subject = index.find(PhraseIndex.fold(letter.subject(), HEADER));
    scan(RECOGNISED);
  }

  private void scan(int most) {
    List<String> lines = letter.lines();
    int start = scanned;
    while (folding < end && folded.length() < most) {
      folded.add(lines.get(folding), most);
      folded.add(" ", most);
      lineEnds[folding++] = folded.length();
    }
    scanned = folded.length();
    index.find(folded, start, this::hit);
    sorted = false;
  }

  private void hit(int id, int after) {
    if (id == lastId && after <= lastAfter + 1) { // one more dash of a line of dashes
      lastAfter = after;
      return;
    }
    lastId = id;
    lastAfter = after;
    text.set(id);
    while (line > 0 && lineEnds[line - 1] >= after) {
      line--;
    }
    while (line < folding - 1 && lineEnds[line] < after) {
      line++;
    }
    long hit = ((long) line << 32) | id;
    if (count < MOST_HITS && (count == 0 || hits[count - 1] != hit)) {
      if (count == hits.length) {
        hits = Arrays.copyOf(hits, 2 * count);
      }
      hits[count++] = hit;
    }
  }

  /** Reads on to the end of a letter that is worth it. */
  void readOn() {
    if (folding < end) {
      scan(READ);
    }
  }

  /** A phrase of {@code wanted} that stands on {@code line}, or ends there; -1 where none does. */
  int standing(BitSet wanted, int line) {
    if (wanted.isEmpty() || count == 0) {
      return -1;
    }
    if (!sorted) {
      Arrays.sort(hits, 0, count);
      sorted = true;
    }
    int at = Arrays.binarySearch(hits, 0, count, (long) line << 32);
    for (int i = at < 0 ? -at - 1 : at; i < count && hits[i] >>> 32 == line; i++) {
      if (wanted.get((int) hits[i])) {
        return (int) hits[i];
      }
    }
    return -1;
  }

  /** The first line before the end on which one of {@code wanted} stands; the end where none does. */
  int firstLine(BitSet wanted) {
    if (!wanted.intersects(text)) {
      return end;
    }
    int first = end;
    for (int i = 0; i < count; i++) {
      if (wanted.get((int) hits[i])) {
        first = Math.min(first, (int) (hits[i] >>> 32));
      }
    }
    return first;
  }

  /** What follows phrase {@code id} on {@code line}; empty where the phrase began on the line before. */
  String after(int id, int line) {
    String raw = letter.lines().get(line).strip();
    String phrase = index.phrase(id);
    int at = PhraseIndex.fold(raw, raw.length()).toString().indexOf(phrase);
    if (at < 0) {
      return "";
    }
    int wanted = at + phrase.length(); // folding makes one space of many: count as it does
    int i = 0;
    for (int folds = 0; i < raw.length() && folds < wanted; i++) {
      if (PhraseIndex.fold(raw.charAt(i)) != ' '
          || (i > 0 && PhraseIndex.fold(raw.charAt(i - 1)) != ' ')) {
        folds++;
      }
    }
    return raw.substring(i);
  }

  LetterText letter() {
    return letter;
  }

  int end() {
    return end;
  }

  BitSet from() {
    return from;
  }

  BitSet subject() {
    return subject;
  }

  BitSet text() {
    return text;
  }
}
