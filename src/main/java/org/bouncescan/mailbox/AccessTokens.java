package org.bouncescan.mailbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncescan.mailbox.MailboxException.Kind;

/** Gets what a login needs: the password, or a fresh OAuth 2.0 access token (RFC 6749). */
final class AccessTokens {
  private static final int COMMAND_SECONDS = 60;
  private static final int LONGEST = 100_000;

  private AccessTokens() {}

  static Secret passwordOrToken(MailboxSettings settings) throws MailboxException {
    if (settings.login() instanceof Login.Password password) {
      return password.password();
    }
    TokenSource source = ((Login.OAuth2) settings.login()).tokens();
    try {
      if (source instanceof TokenSource.Command command) {
        return firstLine(run(command.command()), "the token command printed nothing");
      }
      if (source instanceof TokenSource.File file) {
        return firstLine(
            Files.readString(file.path()), "the token file " + file.path() + " is empty");
      }
      return Grants.token(source, settings.timeouts());
    } catch (IOException e) {
      throw ImapConnection.failure(
          settings, kind(e), "no access token: " + ImapConnection.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ImapConnection.failure(
          settings, Kind.TRY_AGAIN, "stopped while waiting for an access token", e);
    }
  }

  private static Kind kind(IOException e) {
    return e instanceof Grants.RefusedException
        ? Kind.LOGIN_REFUSED
        : e instanceof Grants.UnreachableException ? Kind.UNREACHABLE : Kind.CONFIGURATION;
  }

  private static Secret firstLine(String text, String otherwise) throws IOException {
    String line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw new IOException(otherwise);
    }
    return Secret.of(line);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    CompletableFuture.delayedExecutor(COMMAND_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the token command " + command.get(0) + " ended with exit code "
          + process.exitValue() + " (it may take " + COMMAND_SECONDS + " s)");
    }
    return output;
  }
}
