package org.bouncescan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The messages that are measured: all {@code .eml} files below the folder of {@code -Dbench.messages}, else of {@code samples}. */
final class Corpus {
  private Corpus() {}

  static List<byte[]> messages() throws IOException {
    Path folder = Path.of(System.getProperty("bench.messages", "samples"));
    List<byte[]> messages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(it -> it.toString().endsWith(".eml")).sorted().toList()) {
        messages.add(Files.readAllBytes(file));
      }
    }
    if (messages.isEmpty()) {
      throw new IOException(folder.toAbsolutePath() + " holds no .eml file");
    }
    return messages;
  }
}
