package org.bouncescan.mailbox;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where OAuth 2.0 access tokens come from. */
public sealed interface TokenSource {
  /** The first line that a program prints; the program is run again for each new token. */
  record Command(List<String> command) implements TokenSource {
    public Command {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("command is empty");
      }
    }

    /** Does not print the arguments: they may hold secrets. */
    @Override
    public String toString() {
      return "Command[" + command.get(0) + " ...]";
    }
  }

  /** The first line of a file that someone else keeps fresh; read again for each new login. */
  record File(Path path) implements TokenSource {
    public File {
      Objects.requireNonNull(path, "path is null");
    }
  }

  /**
   * The client credentials grant (RFC 6749 section 4.4), for unattended access.
   *
   * @param tokenEndpoint the authorization server's token endpoint
   * @param scope scopes separated by spaces; null for the server's default
   */
  record ClientCredentials(
      URI tokenEndpoint,
      String clientId,
      Secret clientSecret,
      @Nullable String scope) implements TokenSource {
    public ClientCredentials {
      Objects.requireNonNull(tokenEndpoint, "tokenEndpoint is null");
      Objects.requireNonNull(clientId, "clientId is null");
      Objects.requireNonNull(clientSecret, "clientSecret is null");
    }

    /** Exchange Online with the application permission {@code IMAP.AccessAsApp}. */
    public static ClientCredentials microsoft365(
        String tenant, String clientId, Secret clientSecret) {
      return new ClientCredentials(
          microsoftEndpoint(tenant),
          clientId,
          clientSecret,
          "https://outlook.office365.com/.default");
    }
  }

  /**
   * The refresh token grant (RFC 6749 section 6).
   *
   * @param clientSecret null for a public client
   * @param scope scopes separated by spaces; null for those once granted
   * @param file where the refresh token is read from before each use, and kept when the server hands out a new one in
   *     its place (the old one may end); null where it can't be kept
   */
  record RefreshToken(
      URI tokenEndpoint,
      String clientId,
      @Nullable Secret clientSecret,
      Secret refreshToken,
      @Nullable String scope,
      @Nullable Path file)
      implements TokenSource {
    public RefreshToken {
      Objects.requireNonNull(tokenEndpoint, "tokenEndpoint is null");
      Objects.requireNonNull(clientId, "clientId is null");
      Objects.requireNonNull(refreshToken, "refreshToken is null");
    }

    /** Exchange Online and Outlook with the delegated permission {@code IMAP.AccessAsUser.All}. */
    public static RefreshToken microsoft365(
        String tenant,
        String clientId,
        @Nullable Secret clientSecret,
        Secret refreshToken,
        @Nullable Path file) {
      return new RefreshToken(
          microsoftEndpoint(tenant),
          clientId,
          clientSecret,
          refreshToken,
          "https://outlook.office365.com/IMAP.AccessAsUser.All offline_access",
          file);
    }

    /** Gmail and Google Workspace with the scope {@code https://mail.google.com/}. */
    public static RefreshToken google(
        String clientId, Secret clientSecret, Secret refreshToken, @Nullable Path file) {
      return new RefreshToken(
          URI.create("https://oauth2.googleapis.com/token"),
          clientId,
          clientSecret,
          refreshToken,
          null,
          file);
    }
  }

  private static URI microsoftEndpoint(String tenant) {
    return URI.create("https://login.microsoftonline.com/"
        + URLEncoder.encode(tenant, StandardCharsets.UTF_8)
        + "/oauth2/v2.0/token");
  }
}
