package org.bouncescan.suppress;

import java.util.Objects;

/**
 * A line of an imported file that can't be used; the rest of the file is.
 *
 * @param file the file's name as given
 * @param line 1 for the first line
 * @param problem what is wrong and how to cure it
 */
public record BrokenLine(String file, long line, String problem) {
  public BrokenLine {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(problem, "problem is null");
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + problem;
  }
}
