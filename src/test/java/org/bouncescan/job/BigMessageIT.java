package org.bouncescan.job;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncescan.mailbox.DovecotServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One returned giant must not cost the night: of a message of 200 MB only the beginning is fetched, and judged. */
class BigMessageIT {
  private static final int GIANT = 200_000_000;

  @TempDir
  private Path folder;

  @Test
  void a_report_of_200_mb_is_read_among_others_with_64_mb_of_memory() throws Exception {
    try (DovecotServer server = DovecotServer.start()) {
      server.deliver("bounces", 20, Reports::number);
      server.deliver("bounces", 1, n -> giant());
      server.deliver("bounces", 20, n -> Reports.number(100 + n));

      Path said = folder.resolve("said.txt");
      Process process = new ProcessBuilder(List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx64m",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              JobProcess.class.getName(),
              Integer.toString(server.port()),
              "bounces",
              "move",
              "1",
              folder.toString(),
              folder.resolve("ledger.db").toString()))
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }
    assertThat(
            Files.readString(folder.resolve("out/2026-11-24/bounces.csv"), StandardCharsets.UTF_8))
        .contains("reader50@", "reader0@", "reader119@");
  }

  /** A report whose returned message has a very large attachment. */
  private static byte[] giant() {
    byte[] report = Reports.number(50);
    byte[] message = Arrays.copyOf(report, GIANT);
    byte[] line = ("A".repeat(76) + "\r\n").getBytes(US_ASCII);
    for (int i = report.length; i < GIANT; i++) {
      message[i] = line[i % line.length];
    }
    return message;
  }
}
