package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What a process of the unpacked distribution printed and how it ended.
 *
 * @param commandLines what a list of processes showed of it meanwhile
 */
record Launched(int exitCode, String out, String err, List<String> commandLines) {
  static final Path LAUNCHER = Path.of(
          System.getProperty("bouncescan.distribution", "target/distribution/bouncescan"),
          "jobs",
          "bouncescan")
      .toAbsolutePath();

  /** Runs the launcher, or a link to it, in a directory. */
  static Launched of(
      Path directory, String launcher, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(directory, "launched", ".out");
    Path err = Files.createTempFile(directory, "launched", ".err");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    TreeSet<String> commandLines = new TreeSet<>();
    for (int i = 0; i < 10_000 && !process.waitFor(100, TimeUnit.MILLISECONDS); i++) {
      process.info().commandLine().ifPresent(commandLines::add);
      process
          .descendants()
          .flatMap(it -> it.info().commandLine().stream())
          .forEach(commandLines::add);
    }
    assertThat(process.isAlive()).isFalse();
    return new Launched(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8),
        List.copyOf(commandLines));
  }

  static Launched of(Path directory, String... args) throws IOException, InterruptedException {
    return of(directory, LAUNCHER.toString(), Map.of(), args);
  }
}
