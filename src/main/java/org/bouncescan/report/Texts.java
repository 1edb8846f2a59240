package org.bouncescan.report;

import java.util.HashMap;
import java.util.Map;

/** Keeps one copy of a text that comes again and again; bounded, so that texts that never repeat cost nothing here. */
final class Texts {
  private static final int MOST = 20_000;
  private static final int LONGEST = 300;

  private final Map<String, String> texts = new HashMap<>();

  /** The text, cut to what a summary shows, in the copy that is kept. */
  String shared(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    String known = texts.get(shown);
    if (known != null) {
      return known;
    }
    if (texts.size() < MOST) {
      texts.put(shown, shown);
    }
    return shown;
  }
}
