package org.bouncescan.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a person should know of a run, each line once; bounded, because a broken file may have a million lines. */
final class Warnings {
  private static final int MOST = 200;

  private final Set<String> lines = new LinkedHashSet<>();

  /** Adds a line; false when it was there, or there are too many. */
  synchronized boolean add(String line) {
    return lines.size() < MOST && lines.add(line);
  }

  synchronized List<String> lines() {
    return new ArrayList<>(lines);
  }

  synchronized boolean isEmpty() {
    return lines.isEmpty();
  }
}
