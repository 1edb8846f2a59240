package org.bouncescan.mailbox;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens by the grants of RFC 6749 sections 4.4 and 6. Apart from the other sources, so that the OAuth library is
 * loaded only where it is used.
 */
final class Grants {
  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  private Grants() {}

  /** The authorization server said no (RFC 6749 section 5.2). */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /** The authorization server does not answer, or not now. */
  static final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A fresh token; one request at a time, since each may replace the refresh token. */
  static synchronized Secret token(TokenSource source, Timeouts timeouts) throws IOException {
    if (source instanceof TokenSource.ClientCredentials its) {
      return Secret.of(ask(
              its.tokenEndpoint(),
              its.clientId(),
              its.clientSecret(),
              new ClientCredentialsGrant(),
              its.scope(),
              timeouts)
          .getAccessToken()
          .getValue());
    }
    TokenSource.RefreshToken its = (TokenSource.RefreshToken) source;
    String used = current(its);
    Tokens tokens = ask(
        its.tokenEndpoint(),
        its.clientId(),
        its.clientSecret(),
        new RefreshTokenGrant(new RefreshToken(used)),
        its.scope(),
        timeouts);
    RefreshToken next = tokens.getRefreshToken();
    if (next != null && its.file() != null && !next.getValue().equals(used)) {
      keep(its.file(), next.getValue());
    }
    return Secret.of(tokens.getAccessToken().getValue());
  }

  private static Tokens ask(
      URI endpoint,
      String clientId,
      @Nullable Secret clientSecret,
      AuthorizationGrant grant,
      @Nullable String scope,
      Timeouts timeouts)
      throws IOException {
    ClientID id = new ClientID(clientId);
    TokenRequest.Builder request = clientSecret == null
        ? new TokenRequest.Builder(endpoint, id, grant)
        : new TokenRequest.Builder(
            endpoint,
            new ClientSecretPost(
                id, new com.nimbusds.oauth2.sdk.auth.Secret(clientSecret.reveal())),
            grant);
    if (scope != null) {
      request.scope(Scope.parse(scope));
    }
    HTTPRequest http = request.build().toHTTPRequest();
    http.setConnectTimeout((int) timeouts.connect().toMillis());
    http.setReadTimeout((int) timeouts.read().toMillis());
    http.setFollowRedirects(false);
    http.setAccept("application/json");
    HTTPResponse answer;
    try {
      answer = http.send();
    } catch (IOException e) {
      throw new UnreachableException(
          endpoint.getHost() + " does not answer: " + ImapConnection.reason(e), e);
    }
    return tokens(endpoint, answer);
  }

  private static Tokens tokens(URI endpoint, HTTPResponse answer) throws IOException {
    int status = answer.getStatusCode();
    String who = endpoint.getHost() + " answered " + status;
    if (status == 429 || status >= 500) {
      throw new UnreachableException(who + "; try again later", null);
    }
    try {
      TokenResponse response = TokenResponse.parse(answer);
      if (response.indicatesSuccess()) {
        return response.toSuccessResponse().getTokens();
      }
      ErrorObject error = response.toErrorResponse().getErrorObject();
      throw new RefusedException(who + " " + Objects.requireNonNullElse(error.getCode(), "") + " "
          + Objects.requireNonNullElse(error.getDescription(), ""));
    } catch (ParseException e) { // an HTML page of some proxy; its text could repeat what we sent
      throw new RefusedException(who + ", which is no answer of an authorization server");
    }
  }

  private static String current(TokenSource.RefreshToken its) throws IOException {
    Path file = its.file();
    if (file == null || !Files.isReadable(file)) {
      return its.refreshToken().reveal();
    }
    String line = Files.readString(file).lines().findFirst().orElse("").strip();
    return line.isEmpty() ? its.refreshToken().reveal() : line;
  }

  private static void keep(Path file, String refreshToken) {
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      Path temporary = Files.createTempFile(folder, ".refresh", ".part"); // for its owner alone
      Files.writeString(temporary, refreshToken + "\n");
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn(
          "the server replaced the refresh token, but the new one can't be kept in {} ({});"
              + " give this user the right to write there, or the login will end some day",
          file,
          e.getClass().getSimpleName());
    }
  }
}
