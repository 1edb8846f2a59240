package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bouncescan.cli.YamlSection.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir
  Path folder;

  @Test
  void a_secret_comes_from_the_environment() {
    assertThat(read("env:BOUNCES").reveal()).isEqualTo("from the environment");
  }

  @Test
  void a_secret_is_the_first_line_of_a_file_beside_the_job_file() throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "from a file\nand a note\n");

    assertThat(read("file:secret.txt").reveal()).isEqualTo("from a file");
  }

  @Test
  void a_secret_is_the_first_line_a_command_prints() {
    assertThat(read("command: printf 'from a %s\\n' command").reveal()).isEqualTo("from a command");
  }

  @Test
  void a_secret_in_the_job_file_is_refused_without_repeating_it() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read("hunter2"))
        .withMessage("job.yml:7: a secret must not stand in the job file;"
            + " write env:NAME, file:PATH or command:PROGRAM");
  }

  @Test
  void what_is_missing_is_named() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read("env:NOT_SET"))
        .withMessage(
            "job.yml:7: the environment variable NOT_SET is not set; export it before the run");
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read("file:absent"))
        .withMessage("job.yml:7: the secret can't be read from " + folder.resolve("absent")
            + ": no such file");
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read("command:exit 3"))
        .withMessageStartingWith("job.yml:7: the command for the secret ended with exit code 3");
  }

  @Test
  void an_empty_file_is_no_secret() throws IOException {
    Files.writeString(folder.resolve("empty"), "\n");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read("file:empty"))
        .withMessageContaining("is empty; the secret belongs there");
  }

  private org.bouncescan.mailbox.Secret read(String reference) {
    return new Secrets(folder, Map.of("BOUNCES", "from the environment"))
        .read(new Scalar("job.yml", 7, reference));
  }
}
