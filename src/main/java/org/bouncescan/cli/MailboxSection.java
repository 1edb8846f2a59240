package org.bouncescan.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.mailbox.Compression;
import org.bouncescan.mailbox.FetchBounds;
import org.bouncescan.mailbox.Login;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Timeouts;
import org.bouncescan.mailbox.Tls;
import org.bouncescan.mailbox.TokenSource;
import org.jspecify.annotations.Nullable;

/** An entry of {@code mailboxes:} in a job file. */
final class MailboxSection {
  private final Path folder;
  private final Secrets secrets;

  MailboxSection(Path folder, Secrets secrets) {
    this.folder = folder;
    this.secrets = secrets;
  }

  /** One mailbox for each of the entry's folders; with several folders, named {@code name/folder}. */
  List<MailboxSettings> read(YamlSection yaml) {
    String name = yaml.required("name", "bounces");
    String host = yaml.required("host", "imap.example.com");
    Tls tls = yaml.value("tls", ValueTypes.oneOf(Tls.class), Tls.IMPLICIT);
    int port = yaml.value("port", ValueTypes.integer(1, 65_535), tls.defaultPort());
    Path trustedCa = yaml.optional("trusted_ca", ValueTypes.path(folder));
    String user = yaml.required("user", "bounces@example.com");
    Login login = login(yaml);
    Timeouts timeouts = timeouts(yaml.section("timeouts"));
    FetchBounds fetch = fetch(yaml.section("fetch"));
    List<String> folders = yaml.texts("folders", List.of("INBOX"));
    if (folders.isEmpty()) {
      throw yaml.error(
          "folders", "'folders' is empty; name at least one, or leave the key out for INBOX");
    }
    List<MailboxSettings> mailboxes = new ArrayList<>();
    for (String one : folders) {
      String its = folders.size() == 1 ? name : name + "/" + one;
      mailboxes.add(
          new MailboxSettings(its, host, port, tls, trustedCa, user, login, one, timeouts, fetch));
    }
    return mailboxes;
  }

  private Login login(YamlSection yaml) {
    Scalar password = yaml.scalar("password");
    YamlSection oauth2 = yaml.section("oauth2");
    if (password != null && oauth2 != null) {
      throw yaml.error("oauth2", "both 'password' and 'oauth2' are set; keep one");
    }
    if (password != null) {
      return new Login.Password(secrets.read(password));
    }
    if (oauth2 == null) {
      throw yaml.error(
          "user", "no login; add 'password: env:BOUNCES_PASSWORD' or an 'oauth2' section");
    }
    Login.Mechanism mechanism =
        oauth2.value("mechanism", ValueTypes.oneOf(Login.Mechanism.class), Login.Mechanism.XOAUTH2);
    TokenSource tokens = tokens(oauth2);
    oauth2.end();
    return new Login.OAuth2(mechanism, tokens);
  }

  private TokenSource tokens(YamlSection yaml) {
    Scalar token = yaml.scalar("token");
    Scalar provider = yaml.scalar("provider");
    Scalar tenant = yaml.scalar("tenant");
    Scalar endpoint = yaml.scalar("token_endpoint");
    Scalar clientId = yaml.scalar("client_id");
    Scalar clientSecret = yaml.scalar("client_secret");
    Scalar refreshToken = yaml.scalar("refresh_token");
    Scalar scope = yaml.scalar("scope");
    if (token != null) {
      return token(token);
    }
    if (clientId == null) {
      throw yaml.error("client_id", "'oauth2' needs 'token' (command: or file:) or 'client_id'");
    }
    Secret secret = clientSecret == null ? null : secrets.read(clientSecret);
    Secret refresh = refreshToken == null ? null : secrets.read(refreshToken);
    Path kept = file(refreshToken);
    String id = clientId.text();
    String scopes = scope == null ? null : scope.text();
    if (provider != null) {
      return preset(yaml, provider, tenant, id, secret, refresh, kept);
    }
    if (endpoint == null) {
      throw yaml.error(
          "client_id", "'oauth2' needs 'provider' (microsoft365, google) or 'token_endpoint'");
    }
    if (refresh != null) {
      return new TokenSource.RefreshToken(uri(endpoint), id, secret, refresh, scopes, kept);
    }
    return new TokenSource.ClientCredentials(
        uri(endpoint), id, needed(yaml, "client_secret", secret), scopes);
  }

  private TokenSource token(Scalar token) {
    if (token.text().startsWith("command:")) {
      return new TokenSource.Command(
          List.of("/bin/sh", "-c", token.text().substring("command:".length()).strip()));
    }
    Path file = file(token);
    if (file != null) {
      return new TokenSource.File(file);
    }
    throw token.error("a token expires, so it must come from command:PROGRAM or file:PATH");
  }

  /** The path of {@code file:PATH}; null for anything else. */
  private @Nullable Path file(@Nullable Scalar value) {
    if (value == null || !value.text().startsWith("file:")) {
      return null;
    }
    String path = value.text().substring("file:".length()).strip();
    return ValueTypes.path(folder).apply(new Scalar(value.file(), value.line(), path));
  }

  private static TokenSource preset(
      YamlSection yaml,
      Scalar provider,
      @Nullable Scalar tenant,
      String clientId,
      @Nullable Secret secret,
      @Nullable Secret refresh,
      @Nullable Path kept) {
    switch (provider.text()) {
      case "google" -> {
        return TokenSource.RefreshToken.google(
            clientId,
            needed(yaml, "client_secret", secret),
            needed(yaml, "refresh_token", refresh),
            kept);
      }
      case "microsoft365" -> {
        if (tenant == null) {
          throw yaml.error("provider", "'oauth2.tenant' is missing: the directory (tenant) id");
        }
        return refresh != null
            ? TokenSource.RefreshToken.microsoft365(tenant.text(), clientId, secret, refresh, kept)
            : TokenSource.ClientCredentials.microsoft365(
                tenant.text(), clientId, needed(yaml, "client_secret", secret));
      }
      default -> throw ValueTypes.notOneOf(provider, List.of("microsoft365", "google"));
    }
  }

  private static Secret needed(YamlSection yaml, String key, @Nullable Secret secret) {
    if (secret == null) {
      throw yaml.error(
          key,
          "'oauth2." + key + "' is missing, for instance '" + key + ": env:"
              + key.toUpperCase(java.util.Locale.ROOT) + "'");
    }
    return secret;
  }

  private static URI uri(Scalar value) {
    try {
      URI uri = new URI(value.text());
      if (uri.getHost() != null && "https".equals(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw value.error("'" + value.text() + "' must be an address that starts with https://");
  }

  private static Timeouts timeouts(@Nullable YamlSection yaml) {
    if (yaml == null) {
      return Timeouts.DEFAULT;
    }
    Timeouts timeouts = checked(
        yaml,
        () -> new Timeouts(
            yaml.value("connect", ValueTypes::duration, Timeouts.DEFAULT.connect()),
            yaml.value("read", ValueTypes::duration, Timeouts.DEFAULT.read()),
            yaml.value("write", ValueTypes::duration, Timeouts.DEFAULT.write())));
    yaml.end();
    return timeouts;
  }

  private static Compression compression(YamlSection.Scalar value) {
    if (value.text().equalsIgnoreCase("auto")) {
      return Compression.AUTO;
    }
    try {
      return ValueTypes.flag(value) ? Compression.ALWAYS : Compression.NEVER;
    } catch (JobFileException e) {
      throw value.error("'" + value.text() + "' must be auto, true or false");
    }
  }

  private static FetchBounds fetch(@Nullable YamlSection yaml) {
    if (yaml == null) {
      return FetchBounds.DEFAULT;
    }
    FetchBounds is = FetchBounds.DEFAULT;
    FetchBounds bounds = checked(
        yaml,
        () -> new FetchBounds(
            yaml.value("batch_messages", ValueTypes.integer(1, 500), is.messages()),
            yaml.value("batch_bytes", ValueTypes::size, is.bytes()),
            yaml.value("in_flight", ValueTypes.integer(1, 16), is.inFlight()),
            (int) Math.min(Integer.MAX_VALUE, yaml.value("max_message", ValueTypes::size, (long)
                is.maxMessageBytes())),
            yaml.value("connections", ValueTypes.integer(1, 8), is.connections()),
            yaml.value("compress", MailboxSection::compression, is.compress())));
    yaml.end();
    return bounds;
  }

  /** What a value type itself refuses, at the line of its section. */
  static <T> T checked(YamlSection yaml, java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw yaml.error("", String.valueOf(e.getMessage()));
    }
  }
}
