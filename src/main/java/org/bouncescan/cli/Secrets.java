package org.bouncescan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.mailbox.Secret;

/**
 * Reads secrets from where a job file says they are: {@code env:NAME}, {@code file:PATH} or {@code command:…}. Errors
 * name the place, never the content.
 *
 * @param folder where relative paths start, and where commands run
 */
record Secrets(Path folder, Map<String, String> environment) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int COMMAND_SECONDS = 60;

  Secret read(Scalar value) {
    String text = value.text();
    if (text.startsWith("env:")) {
      return fromEnvironment(value, text.substring(4));
    }
    if (text.startsWith("file:")) {
      return fromFile(value, text.substring(5));
    }
    if (text.startsWith("command:")) {
      return fromCommand(value, text.substring(8).strip());
    }
    throw value.error("a secret must not stand in the job file;"
        + " write env:NAME, file:PATH or command:PROGRAM");
  }

  private Secret fromEnvironment(Scalar value, String name) {
    String secret = environment.get(name);
    if (secret == null || secret.isEmpty()) {
      throw value.error(
          "the environment variable " + name + " is not set; export it before the run");
    }
    return Secret.of(secret);
  }

  private Secret fromFile(Scalar value, String path) {
    Path file = ValueTypes.path(folder).apply(new Scalar(value.file(), value.line(), path));
    try (InputStream in = Files.newInputStream(file)) {
      return firstLine(value, in.readNBytes(MAX_BYTES), file.toString());
    } catch (IOException e) {
      throw value.error("the secret can't be read from " + file
          + (Files.exists(file) ? "; is it readable for this user?" : ": no such file"));
    }
  }

  private Secret fromCommand(Scalar value, String command) {
    try {
      Process process = new ProcessBuilder("/bin/sh", "-c", command)
          .directory(folder.toAbsolutePath().toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      CompletableFuture.delayedExecutor(COMMAND_SECONDS, TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      process.getOutputStream().close();
      try (InputStream in = process.getInputStream()) {
        byte[] said = in.readNBytes(MAX_BYTES);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
          throw value.error("the command for the secret ended with exit code " + exitCode
              + " (it may take " + COMMAND_SECONDS + " s)");
        }
        return firstLine(value, said, "the command's output");
      }
    } catch (IOException e) {
      throw value.error("the command for the secret can't be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw value.error("interrupted while the command for the secret ran");
    }
  }

  private static Secret firstLine(Scalar value, byte[] bytes, String place) {
    String line =
        new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw value.error("the first line of " + place + " is empty; the secret belongs there");
    }
    return Secret.of(line);
  }

  /** Does not print the environment: it holds secrets. */
  @Override
  public String toString() {
    return "Secrets[" + folder + "]";
  }
}
