package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the unpacked distribution. */
class LauncherIT {
  private static final Path LAUNCHER = Launched.LAUNCHER;

  @TempDir
  Path elsewhere;

  @Test
  void it_works_from_any_directory() throws Exception {
    Launched run = run(LAUNCHER.toString(), Map.of(), "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("bouncescan \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void it_works_through_symbolic_links() throws Exception {
    Path absolute = Files.createSymbolicLink(elsewhere.resolve("one"), LAUNCHER);
    Path relative = Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));

    assertThat(run(absolute.toString(), Map.of(), "--version").exitCode()).isZero();
    assertThat(run(relative.toString(), Map.of(), "--version").exitCode()).isZero();
  }

  @Test
  void exit_codes_pass_through() throws Exception {
    Launched run = run(LAUNCHER.toString(), Map.of(), "explian");

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("(did you mean 'explain'?)");
  }

  @Test
  void java_says_nothing_of_its_own() throws Exception {
    // From Java 24 on, loading SQLite's library would put a warning into every night's mail of
    // cron.
    Path job = Files.writeString(elsewhere.resolve("job.yml"), """
        mailboxes:
          - {name: any, host: 127.0.0.1, port: 1, user: any, password: env:ANY}
        output: {folder: out}
        ledger: {path: ledger.db}
        """);

    Launched run = run(LAUNCHER.toString(), Map.of("ANY", "any"), "run", job.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("bouncescan: "));
  }

  @Test
  void a_machine_without_java_is_told_what_to_install() throws Exception {
    // A path with the tools of the launcher and no java.
    Path bin = Files.createDirectory(elsewhere.resolve("bin"));
    for (String tool : List.of("sh", "dirname", "readlink", "sed", "head")) {
      Files.createSymbolicLink(bin.resolve(tool), which(tool));
    }

    Launched run =
        run(LAUNCHER.toString(), Map.of("PATH", bin.toString(), "JAVA_HOME", ""), "--version");

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err())
        .startsWith("bouncescan: needs Java 17 or later and finds none: install one");
  }

  @Test
  void the_embedded_server_is_on_no_other_commands_class_path() {
    Path lib = LAUNCHER.resolve("../../lib").normalize();

    assertThat(lib.resolve("demo")).isDirectoryContaining("glob:**greenmail-*.jar");
    assertThat(lib).isDirectoryNotContaining("glob:**greenmail*");
  }

  private Launched run(String launcher, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return Launched.of(elsewhere, launcher, environment, args);
  }

  private static Path which(String tool) {
    return List.of("/bin", "/usr/bin", "/usr/local/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
