package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hostile messages are read one after the other in a process that has 64 MB of heap beside the longest of them, rules
 * and all. What each took stands in {@code target/hostile-*.txt}.
 */
class HostileMemoryIT {
  private static final int MOST_MB = 64;

  @ParameterizedTest
  @CsvSource({"giant, 60, 1", "others, 8, 174"})
  void hostile_messages_are_read_with_64_mb_beside_the_message_itself(
      String which, int longestMb, int messages) throws Exception {
    Path said = Path.of("target", "hostile-" + which + ".txt");
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + (MOST_MB + longestMb) + "m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            HostileMessages.class.getName(),
            which))
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();

    assertThat(process.waitFor()).as(() -> "see " + said).isZero();
    assertThat(Files.readAllLines(said))
        .hasSize(messages)
        .allMatch(
            line -> line.matches(".+\\t\\d+\\t\\d+\\t(StatusNotification|NotAReport|Unparsable)"));
  }
}
