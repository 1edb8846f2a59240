package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.bouncescan.mailbox.FaultyImapServer.Fault;
import org.bouncescan.mailbox.Login.Mechanism;
import org.bouncescan.mailbox.MailboxException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins with tokens of a real authorization server, at an IMAP server that checks signature and end of each. */
class OAuth2Test {
  private static final Secret CLIENT_SECRET = Secret.of("s3cret-of-the-client");

  @TempDir
  private Path folder;

  private MockOAuth2Server authority;
  private final List<String> shown = new ArrayList<>();

  @BeforeEach
  void start() {
    authority =
        new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"rotateRefreshToken\": true}"));
    authority.start();
  }

  @AfterEach
  void stop() {
    authority.shutdown();
  }

  private URI tokenEndpoint() {
    return authority.tokenEndpointUrl("mail").uri();
  }

  private TokenSource.ClientCredentials clientCredentials() {
    return new TokenSource.ClientCredentials(
        tokenEndpoint(), "bouncescan", CLIENT_SECRET, "https://outlook.office365.com/.default");
  }

  /** Whether the authority signed the token, and it has not ended. */
  private boolean isGood(String token) {
    shown.add(token);
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWKSet keys = JWKSet.load(authority.jwksUrl("mail").url());
      return jwt.verify(new RSASSAVerifier(keys.getKeys().get(0).toRSAKey()))
          && jwt.getJWTClaimsSet().getExpirationTime().toInstant().isAfter(Instant.now());
    } catch (Exception e) {
      return false;
    }
  }

  private FaultyImapServer server(Fault... faults) throws Exception {
    Map<Long, Fault> messages = new TreeMap<>();
    for (Fault fault : faults) {
      messages.put(100L + messages.size(), fault);
    }
    return new FaultyImapServer(messages, this::isGood);
  }

  private static MailboxSettings settings(FaultyImapServer server, Login login) {
    MailboxSettings its = server.settings();
    return new MailboxSettings(
        its.name(),
        its.host(),
        its.port(),
        its.tls(),
        null,
        its.user(),
        login,
        its.folder(),
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(5)),
        its.fetch());
  }

  private static List<Fetched> fetch(FaultyImapServer server, Login login) throws Exception {
    List<Fetched> fetched = new ArrayList<>();
    try (ImapMailbox mailbox = ImapMailbox.open(settings(server, login), Access.READ_ONLY)) {
      mailbox.fetch(mailbox.sizes(mailbox.uids()), fetched::add);
    }
    return fetched;
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void client_credentials_open_a_mailbox(Mechanism mechanism) throws Exception {
    try (FaultyImapServer server = server(Fault.NONE, Fault.NONE)) {
      assertThat(fetch(server, new Login.OAuth2(mechanism, clientCredentials())))
          .hasSize(2);
    }
    String asked = authority.takeRequest().getBody().readUtf8();
    assertThat(asked)
        .contains(
            "grant_type=client_credentials",
            "client_id=bouncescan",
            "scope=https%3A%2F%2Foutlook.office365.com%2F.default");
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void a_token_that_ends_during_a_run_is_renewed_and_no_message_is_missed(Mechanism mechanism)
      throws Exception {
    try (FaultyImapServer server =
        server(Fault.NONE, Fault.NONE, Fault.TOKEN_ENDS_ONCE, Fault.NONE)) {
      assertThat(fetch(server, new Login.OAuth2(mechanism, clientCredentials())))
          .extracting(it -> it.key().uid())
          .containsExactlyInAnyOrder(100L, 101L, 102L, 103L);
    }
    assertThat(shown).hasSize(2).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void a_token_that_has_ended_is_a_refused_login(Mechanism mechanism) throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(
        file, authority.issueToken("mail", "bouncescan", "imap", Map.of(), -60).serialize());
    try (FaultyImapServer server = server(Fault.NONE)) {
      assertThatThrownBy(
              () -> fetch(server, new Login.OAuth2(mechanism, new TokenSource.File(file))))
          .isInstanceOfSatisfying(
              MailboxException.class, it -> assertThat(it.kind()).isEqualTo(Kind.LOGIN_REFUSED))
          .hasMessageContaining("login refused");
    }
  }

  @Test
  void a_refresh_token_that_the_server_replaces_is_kept_in_its_file() throws Exception {
    Path file = folder.resolve("refresh-token");
    Files.writeString(file, refreshToken() + "\n");
    String first = Files.readString(file);
    TokenSource source = new TokenSource.RefreshToken(
        tokenEndpoint(), "bouncescan", CLIENT_SECRET, Secret.of("read at the start"), null, file);
    Login login = new Login.OAuth2(Mechanism.XOAUTH2, source);

    try (FaultyImapServer server = server(Fault.NONE, Fault.TOKEN_ENDS_ONCE)) {
      assertThat(fetch(server, login)).hasSize(2);
      assertThat(fetch(server, login)).hasSize(2);
    }

    assertThat(Files.readString(file)).isNotEqualTo(first).isNotBlank();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(shown).hasSize(3).doesNotHaveDuplicates();
  }

  /** A person logs in once, in a browser; this is what stays of it. */
  private String refreshToken() throws Exception {
    HttpClient browser = HttpClient.newHttpClient();
    String redirect = "http://localhost/done";
    HttpResponse<String> login = browser.send(
        HttpRequest.newBuilder(URI.create(authority.authorizationEndpointUrl("mail")
                + "?response_type=code&client_id=bouncescan&scope=openid&state=1&redirect_uri="
                + redirect))
            .build(),
        HttpResponse.BodyHandlers.ofString());
    String location = login.headers().firstValue("location").orElseThrow();
    String code = location.replaceAll(".*[?&]code=([^&]+).*", "$1");
    HttpResponse<String> tokens = browser.send(
        HttpRequest.newBuilder(tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(
                "grant_type=authorization_code&client_id=bouncescan&client_secret="
                    + CLIENT_SECRET.reveal() + "&code=" + code + "&redirect_uri=" + redirect))
            .build(),
        HttpResponse.BodyHandlers.ofString());
    return tokens.body().replaceAll("(?s).*\"refresh_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }

  @Test
  void a_refresh_token_that_nobody_issued_is_a_refused_login_and_is_not_repeated()
      throws Exception {
    TokenSource source = new TokenSource.RefreshToken(
        tokenEndpoint(), "bouncescan", CLIENT_SECRET, Secret.of("made-up-token"), null, null);
    try (FaultyImapServer server = server(Fault.NONE)) {
      assertThatThrownBy(() -> fetch(server, new Login.OAuth2(Mechanism.XOAUTH2, source)))
          .isInstanceOfSatisfying(
              MailboxException.class, it -> assertThat(it.kind()).isEqualTo(Kind.LOGIN_REFUSED))
          .hasMessageContaining("no access token: localhost answered 400 invalid_grant")
          .hasMessageNotContaining(CLIENT_SECRET.reveal());
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void an_authority_that_is_not_there_is_unreachable() throws Exception {
    TokenSource source = clientCredentials();
    authority.shutdown();
    try (FaultyImapServer server = server(Fault.NONE)) {
      assertThatThrownBy(() -> fetch(server, new Login.OAuth2(Mechanism.XOAUTH2, source)))
          .isInstanceOfSatisfying(
              MailboxException.class, it -> assertThat(it.kind()).isEqualTo(Kind.UNREACHABLE))
          .hasMessageContaining("no access token: localhost does not answer");
    }
  }

  @Test
  void an_authority_that_is_ill_is_unreachable_and_a_page_of_some_proxy_is_a_refusal()
      throws Exception {
    HttpServer ill =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int[] status = {503};
    ill.createContext("/token", exchange -> {
      byte[] request = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status[0], 0);
      try (OutputStream page = exchange.getResponseBody()) {
        page.write("<html>You sent: ".getBytes(StandardCharsets.UTF_8));
        page.write(request);
      }
    });
    ill.start();
    try (FaultyImapServer server = server(Fault.NONE)) {
      TokenSource source = new TokenSource.ClientCredentials(
          URI.create("http://localhost:" + ill.getAddress().getPort() + "/token"),
          "bouncescan",
          CLIENT_SECRET,
          null);
      for (int code : new int[] {503, 429, 200, 302}) {
        status[0] = code;
        assertThatThrownBy(() -> fetch(server, new Login.OAuth2(Mechanism.XOAUTH2, source)))
            .isInstanceOfSatisfying(
                MailboxException.class,
                it -> assertThat(it.kind())
                    .isEqualTo(code < 400 ? Kind.LOGIN_REFUSED : Kind.UNREACHABLE))
            .hasMessageContaining("no access token: localhost answered " + code)
            .hasMessageNotContaining(CLIENT_SECRET.reveal());
      }
      assertThat(server.connections()).isZero();
    } finally {
      ill.stop(0);
    }
  }

  @Test
  void presets_ask_where_and_for_what_the_providers_say() {
    TokenSource.ClientCredentials application =
        TokenSource.ClientCredentials.microsoft365("example.com", "id", CLIENT_SECRET);
    assertThat(application.tokenEndpoint())
        .hasToString("https://login.microsoftonline.com/example.com/oauth2/v2.0/token");
    assertThat(application.scope()).isEqualTo("https://outlook.office365.com/.default");

    TokenSource.RefreshToken delegated =
        TokenSource.RefreshToken.microsoft365("common", "id", null, Secret.of("refresh"), null);
    assertThat(delegated.tokenEndpoint())
        .hasToString("https://login.microsoftonline.com/common/oauth2/v2.0/token");
    assertThat(delegated.scope())
        .isEqualTo("https://outlook.office365.com/IMAP.AccessAsUser.All offline_access");

    TokenSource.RefreshToken google =
        TokenSource.RefreshToken.google("id", CLIENT_SECRET, Secret.of("refresh"), null);
    assertThat(google.tokenEndpoint()).hasToString("https://oauth2.googleapis.com/token");
    assertThat(List.of(application, delegated, google).toString())
        .doesNotContain(CLIENT_SECRET.reveal(), "Secret.of", "refresh,", "=refresh]");
  }

  @Test
  void tokens_come_from_a_file_and_from_a_command_anew_for_each_login() throws Exception {
    Path file = folder.resolve("token");
    String first = authority.issueToken("mail").serialize();
    String second = authority.issueToken("mail").serialize();
    Files.writeString(file, first + "\n" + "a note\n");
    Login fromFile = new Login.OAuth2(Mechanism.XOAUTH2, new TokenSource.File(file));
    Login fromCommand = new Login.OAuth2(
        Mechanism.OAUTHBEARER,
        new TokenSource.Command(List.of("/bin/sh", "-c", "cat '" + file + "'")));
    try (FaultyImapServer server = server(Fault.NONE)) {
      assertThat(fetch(server, fromFile)).hasSize(1);
      Files.writeString(file, second);
      assertThat(fetch(server, fromCommand)).hasSize(1);
    }
    assertThat(shown).containsExactly(first, second);
  }

  @Test
  void neither_settings_nor_protocol_log_show_a_secret() throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Login login = new Login.OAuth2(Mechanism.XOAUTH2, clientCredentials());
    try (FaultyImapServer server = server(Fault.NONE);
        ImapConnection connection = ImapConnection.open(
            settings(server, login),
            Access.READ_ONLY,
            new PrintStream(log, true, StandardCharsets.UTF_8))) {
      assertThat(connection.folder().getMessageCount()).isEqualTo(1);
      assertThat(settings(server, login).toString()).doesNotContain(CLIENT_SECRET.reveal());
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("EXAMINE INBOX")
        .doesNotContain(CLIENT_SECRET.reveal())
        .doesNotContain(shown.get(0))
        .doesNotContain("auth=Bearer")
        .doesNotContain("dXNlcj1iQGV4YW1wbGUuY29t"); // "user=b@example.com" in base64
  }
}
