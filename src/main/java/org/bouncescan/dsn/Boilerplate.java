package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What gateways put above and below every letter: warnings of outside mail and statements of confidentiality. They say
 * nothing about a delivery, but their words read like reasons. Immutable.
 */
final class Boilerplate {
  private static final int SHORTEST_LINE = 16;
  private static final int LONGEST_LINE = 2_000;

  private final PhraseIndex index;
  private final BitSet paragraphs = new BitSet();

  /**
   * @param lines phrases of lines that are left out
   * @param paragraphs phrases that begin what is left out up to an empty line
   */
  Boilerplate(List<String> lines, List<String> paragraphs) {
    PhraseIndex.Builder builder = new PhraseIndex.Builder();
    lines.forEach(builder::add);
    paragraphs.forEach(phrase -> this.paragraphs.set(builder.add(phrase)));
    index = builder.build();
  }

  /** {@code lines} without boilerplate. A line that quotes a reply of a server stays, whatever else it says. */
  List<String> without(List<String> lines) {
    List<String> kept = new ArrayList<>(lines.size());
    boolean leavingOut = false;
    for (String line : lines) {
      leavingOut = leavingOut && !line.isBlank();
      BitSet found = found(line);
      boolean boilerplate = leavingOut || !found.isEmpty();
      if (boilerplate && !quotesReply(line)) {
        leavingOut |= found.intersects(paragraphs);
      } else {
        kept.add(line);
      }
    }
    return kept;
  }

  private BitSet found(String line) {
    boolean telling = line.length() >= SHORTEST_LINE && line.length() <= LONGEST_LINE;
    return telling ? index.find(PhraseIndex.fold(line, LONGEST_LINE)) : new BitSet();
  }

  private static boolean quotesReply(String line) {
    return ReplyFacts.replyCode(line) != null || EnhancedStatusCode.find(line) != null;
  }
}
