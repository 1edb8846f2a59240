package org.bouncescan.mailbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.jspecify.annotations.Nullable;

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
      return granted(settings, source);
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
    return e instanceof RefusedException
        ? Kind.LOGIN_REFUSED
        : e instanceof java.net.ConnectException || e instanceof java.net.http.HttpTimeoutException
            ? Kind.UNREACHABLE
            : Kind.CONFIGURATION;
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
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
    if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(
          "the token command " + command.get(0) + " did not end within " + COMMAND_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "the token command " + command.get(0) + " ended with exit code " + process.exitValue());
    }
    return output;
  }

  private static Secret granted(MailboxSettings settings, TokenSource source)
      throws IOException, InterruptedException {
    Map<String, @Nullable String> form = new LinkedHashMap<>();
    URI endpoint;
    if (source instanceof TokenSource.ClientCredentials its) {
      endpoint = its.tokenEndpoint();
      form.put("grant_type", "client_credentials");
      form.put("client_id", its.clientId());
      form.put("client_secret", its.clientSecret().reveal());
      form.put("scope", its.scope());
    } else {
      TokenSource.RefreshToken its = (TokenSource.RefreshToken) source;
      endpoint = its.tokenEndpoint();
      form.put("grant_type", "refresh_token");
      form.put("client_id", its.clientId());
      form.put(
          "client_secret",
          its.clientSecret() == null ? null : its.clientSecret().reveal());
      form.put("refresh_token", its.refreshToken().reveal());
      form.put("scope", its.scope());
    }
    HttpClient client =
        HttpClient.newBuilder().connectTimeout(settings.timeouts().connect()).build();
    HttpRequest request = HttpRequest.newBuilder(endpoint)
        .timeout(settings.timeouts().read())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
        .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    Map<String, String> answer = flat(response.body());
    String token = answer.get("access_token");
    if (response.statusCode() == 200 && token != null) {
      return Secret.of(token);
    }
    throw new RefusedException(endpoint.getHost() + " answered " + response.statusCode() + " "
        + answer.getOrDefault("error", "") + " " + answer.getOrDefault("error_description", ""));
  }

  /** The authorization server said no (RFC 6749 section 5.2). */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  private static String encode(Map<String, @Nullable String> form) {
    return form.entrySet().stream()
        .filter(it -> it.getValue() != null)
        .map(it -> it.getKey() + "="
            + URLEncoder.encode(String.valueOf(it.getValue()), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The string members of a flat JSON object; empty for anything else. */
  private static Map<String, String> flat(String json) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return members;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          members.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) { // an HTML page of some proxy
      return members;
    }
    return members;
  }
}
