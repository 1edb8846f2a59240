package org.bouncescan.classify;

/** A rule file that can't be used; the message names file, line, key and cure, as a person needs it. */
public final class RuleFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuleFileException(String file, int line, String problem) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem);
  }
}
