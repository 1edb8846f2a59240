package org.bouncescan.report.target;

import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncescan.suppress.Suppression;

/** The files of a target, kept in memory by name. */
final class MemoryFiles {
  private final Map<String, StringWriter> files = new LinkedHashMap<>();

  Writer create(String name) {
    StringWriter writer = new StringWriter();
    if (files.put(name, writer) != null) {
      throw new IllegalStateException(name + " is written twice");
    }
    return writer;
  }

  /** Writes all suppressions as if new into the files of one format. */
  static MemoryFiles of(TargetSettings settings, Stream<Suppression> suppressions) {
    MemoryFiles files = new MemoryFiles();
    try (TargetFiles target = new TargetFiles(settings, files::create)) {
      suppressions.forEach(it -> target.add(it, true));
    }
    return files;
  }

  static MemoryFiles full(String format, Stream<Suppression> suppressions) {
    return of(
        new TargetSettings(format, TargetSettings.Content.FULL, List.of(), null), suppressions);
  }

  List<String> names() {
    return new ArrayList<>(files.keySet());
  }

  String text(String name) {
    return Objects.requireNonNull(files.get(name), name).toString();
  }

  /** The text of the only file. */
  String only() {
    if (files.size() != 1) {
      throw new IllegalStateException("not one file: " + names());
    }
    return text(names().get(0));
  }
}
