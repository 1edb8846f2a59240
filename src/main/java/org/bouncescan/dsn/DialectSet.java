package org.bouncescan.dsn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All dialects, in the order in which they are tried, with one index of all their phrases. Immutable, safe for threads. */
final class DialectSet {
  private static final String FOLDER = "dialects/";

  private static final List<String> ANSWERED =
      List.of("re:", "re :", "aw:", "sv:", "vs:", "r:", "odp:", "antw:", "res:", "回复", "答复", "回覆");
  private static final List<String> FORWARDED = List.of(
      "fw:", "fwd:", "wg:", "tr:", "rv:", "vb:", "i:", "pd:", "doorst:", "enc:", "转发", "轉寄", "転送");
  private static final List<String> ROBOTS =
      List.of("mailer-daemon", "postmaster", "post_master", "mail delivery", "bounce", "daemon");

  private static final int QUOTED_WITHIN_LINES = 60;

  private final List<TextDialect> dialects;
  private final PhraseIndex index;
  private final BitSet knownByHeader = new BitSet();
  private final BitSet[] knownBy; // the dialects of which each phrase is evidence

  private DialectSet(List<TextDialect> dialects, PhraseIndex index) {
    this.dialects = List.copyOf(dialects);
    this.index = index;
    this.knownBy = new BitSet[index.size()];
    for (int d = 0; d < dialects.size(); d++) {
      TextDialect dialect = dialects.get(d);
      knownByHeader.set(d, dialect.isKnownByHeader());
      BitSet phrases = dialect.evidencePhrases();
      for (int id = phrases.nextSetBit(0); id >= 0; id = phrases.nextSetBit(id + 1)) {
        knownBy[id] = knownBy[id] == null ? new BitSet() : knownBy[id];
        knownBy[id].set(d);
      }
    }
  }

  /** The dialects that come with the program, by {@code dialects/order.txt}. */
  static DialectSet builtIn() {
    return Holder.BUILT_IN;
  }

  private static final class Holder {
    private static final DialectSet BUILT_IN = load();
  }

  private static DialectSet load() {
    List<DialectDescription> all = new ArrayList<>();
    try (BufferedReader order =
        new BufferedReader(new InputStreamReader(open("order.txt"), StandardCharsets.UTF_8))) {
      for (String line = order.readLine(); line != null; line = order.readLine()) {
        String name = line.strip();
        if (!name.isEmpty() && !name.startsWith("#")) {
          all.add(DialectFile.read(FOLDER + name + ".yml", open(name + ".yml")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(all);
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        DialectSet.class.getResourceAsStream(FOLDER + name), () -> FOLDER + name + " is missing");
  }

  static DialectSet of(List<DialectDescription> descriptions) {
    PhraseIndex.Builder index = new PhraseIndex.Builder();
    List<TextDialect> dialects = new ArrayList<>();
    for (DialectDescription description : descriptions) {
      dialects.add(new TextDialect(description, index));
    }
    return new DialectSet(dialects, index.build());
  }

  List<TextDialect> dialects() {
    return dialects;
  }

  /** What the first dialect that understands {@code letter} reads; null where none does. */
  @Nullable
  DialectReading read(LetterText letter) {
    if (isPassedOn(letter)) {
      return null;
    }
    ScannedLetter found = new ScannedLetter(letter, index, OwnText.end(letter.lines()));
    BitSet possible = possible(found);
    DialectReading silent = null;
    for (int d = possible.nextSetBit(0); d >= 0; d = possible.nextSetBit(d + 1)) {
      TextDialect dialect = dialects.get(d);
      if (dialect.recognises(found)) {
        DialectReading reading = read(dialect, found);
        if (reading != null && reading.recipients().get(0).address() != null) {
          return reading;
        }
        silent = silent == null ? reading : silent;
      }
    }
    return silent;
  }

  /** A person's answer to a report, a report that a person forwards, or a newsletter about them: it quotes a failure, and reports none. */
  private static boolean isPassedOn(LetterText letter) {
    String subject = letter.subject().strip().toLowerCase(Locale.ROOT);
    String path = Objects.requireNonNullElse(letter.header().apply("Return-Path"), "");
    boolean bulk = letter.header().apply("List-Unsubscribe") != null;
    boolean answers = path.indexOf('@') >= 0
        && (ANSWERED.stream().anyMatch(subject::startsWith) || quotesRobot(letter.lines()));
    if (!bulk && !answers && FORWARDED.stream().noneMatch(subject::startsWith)) {
      return false;
    }
    // what bulk mail comes back to is a robot of its own
    String who = (bulk ? letter.from() : letter.from() + path).toLowerCase(Locale.ROOT);
    return ROBOTS.stream().noneMatch(who::contains)
        && letter.header().apply("X-Failed-Recipients") == null;
  }

  /** True where the header of a robot's letter stands in the text. */
  private static boolean quotesRobot(List<String> lines) {
    return lines.stream()
        .limit(QUOTED_WITHIN_LINES)
        .filter(line -> AddressText.regionIs(line, 0, "from: "))
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(line -> ROBOTS.stream().anyMatch(line::contains));
  }

  private BitSet possible(ScannedLetter found) {
    BitSet possible = (BitSet) knownByHeader.clone();
    add(possible, found.from());
    add(possible, found.subject());
    add(possible, found.text());
    return possible;
  }

  private void add(BitSet possible, BitSet phrases) {
    for (int id = phrases.nextSetBit(0); id >= 0; id = phrases.nextSetBit(id + 1)) {
      if (knownBy[id] != null) {
        possible.or(knownBy[id]);
      }
    }
  }

  private static @Nullable DialectReading read(TextDialect dialect, ScannedLetter found) {
    found.readOn();
    return switch (dialect.name()) {
      case GenericReader.NAME -> GenericReader.read(dialect, found);
      case SnsNotification.NAME -> SnsNotification.read(found.letter(), found.end());
      default -> dialect.read(found);
    };
  }
}
