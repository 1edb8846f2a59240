package org.bouncescan.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Dovecot in a folder of its own: IMAP with STARTTLS on one port, IMAPS on another, and a certificate that it
 * signed itself. Needs root, as in the build; {@code BOUNCESCAN_REQUIRE_DOVECOT=1} turns its absence into a failure.
 */
public final class DovecotServer implements TestMailServer {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final Instant RECEIVED = Instant.parse("2026-11-23T10:00:00Z");
  private static final String USER = "bounces";
  private static final String PASSWORD = "secret";

  private final Path root;
  private final int port;
  private final int tlsPort;
  private int delivered;

  private DovecotServer(Path root, int port, int tlsPort) {
    this.root = root;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** A server that knows no MOVE, as many did before RFC 6851. */
  public static DovecotServer startWithoutMove() throws IOException, InterruptedException {
    return start("imap_capability = IMAP4rev1 SASL-IR ID ENABLE LITERAL+ UIDPLUS NAMESPACE");
  }

  /** Starts a server; skips the test where none is installed and none is required. */
  public static DovecotServer start() throws IOException, InterruptedException {
    return start("");
  }

  private static DovecotServer start(String setting) throws IOException, InterruptedException {
    boolean available = Files.isExecutable(Path.of("/usr/sbin/dovecot"))
        && "root".equals(System.getProperty("user.name"));
    if ("1".equals(System.getenv("BOUNCESCAN_REQUIRE_DOVECOT"))) {
      Assertions.assertTrue(
          available, "dovecot is required (apt-get install dovecot-imapd) and must be run as root");
    }
    Assumptions.assumeTrue(available, "dovecot is not installed, or we are not root");
    DovecotServer server =
        new DovecotServer(Files.createTempDirectory("dovecot"), freePort(), freePort());
    server.configure(setting);
    run("/usr/sbin/dovecot", "-c", server.root.resolve("dovecot.conf").toString());
    server.awaitPort();
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void configure(String setting) throws IOException, InterruptedException {
    run("chmod", "755", root.toString());
    for (String folder : List.of("run", "state", "mail")) {
      Files.createDirectories(root.resolve(folder));
    }
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout",
        root.resolve("key.pem").toString(),
        "-out",
        certificate().toString());
    run("chown", "-R", "mail:mail", root.resolve("mail").toString());
    Files.writeString(root.resolve("dovecot.conf"), """
        base_dir = %1$s/run
        state_dir = %1$s/state
        instance_name = test-%2$d
        protocols = imap
        listen = 127.0.0.1, 127.0.0.2
        log_path = %1$s/dovecot.log
        ssl = yes
        ssl_cert = <%1$s/cert.pem
        ssl_key = <%1$s/key.pem
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        first_valid_uid = 1
        mail_location = maildir:%1$s/mail/%%u/Maildir
        passdb {
          driver = static
          args = password=secret
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home=%1$s/mail/%%u
        }
        mail_max_userip_connections = 100
        protocol imap {
          mail_plugins = imap_zlib
        }
        service imap-login {
          inet_listener imap {
            port = %2$d
          }
          inet_listener imaps {
            port = %3$d
          }
        }
        service stats {
          chroot =
        }
        namespace inbox {
          inbox = yes
          separator = /
        }
        %4$s
        """.formatted(root, port, tlsPort, setting));
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
        // It listens before it has written down whom to end.
        if (socket.isConnected() && Files.exists(root.resolve("run/master.pid"))) {
          return;
        }
      } catch (IOException e) { // not yet
        Thread.sleep(50);
      }
    }
    throw new IOException(
        "dovecot did not start:\n" + Files.readString(root.resolve("dovecot.log")));
  }

  static void run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("command", ".log"); // no pipe: a daemon would keep it open
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  /** The certificate, to be trusted explicitly. */
  public Path certificate() {
    return root.resolve("cert.pem");
  }

  /** The port of IMAP, with STARTTLS. */
  public int port() {
    return port;
  }

  /** The port of IMAPS. */
  public int tlsPort() {
    return tlsPort;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return PASSWORD;
  }

  @Override
  public MailboxSettings settings() {
    return settings(Tls.NONE, port, null);
  }

  MailboxSettings settings(Tls tls, int itsPort, @Nullable Path trustedCa) {
    return new MailboxSettings(
        "test",
        "localhost",
        itsPort,
        tls,
        trustedCa,
        USER,
        new Login.Password(Secret.of(PASSWORD)),
        "INBOX",
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  @Override
  public void append(byte[] message) throws IOException {
    deliver(USER, 1, n -> message);
  }

  /** Delivers on 23 November 2026, as below. */
  public void deliver(String account, int count, IntFunction<byte[]> message) throws IOException {
    deliver(account, RECEIVED, count, message);
  }

  /** Delivers into a Maildir, as a delivery agent does; received one second after the other. */
  public void deliver(String account, Instant received, int count, IntFunction<byte[]> message)
      throws IOException {
    Path maildir = root.resolve("mail").resolve(account).resolve("Maildir");
    for (String folder : List.of("new", "cur", "tmp")) {
      Files.createDirectories(maildir.resolve(folder));
    }
    List<String> names = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      String name = "%010d.M%dP1.test".formatted(1_700_000_000L + delivered, delivered++);
      Path file = maildir.resolve("tmp").resolve(name);
      Files.write(file, message.apply(n));
      Files.setLastModifiedTime(file, FileTime.from(received.plusSeconds(n)));
      names.add(name);
    }
    try {
      run("chown", "-R", "mail:mail", root.resolve("mail").toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    for (String name : names) {
      Files.move(maildir.resolve("tmp").resolve(name), maildir.resolve("new").resolve(name));
    }
  }

  /** Gives all messages new numbers, as a restored or rebuilt mailbox does: UIDVALIDITY changes. */
  public void renumber() throws IOException {
    Path maildir = root.resolve("mail").resolve(USER).resolve("Maildir");
    try (Stream<Path> files = Files.list(maildir)) {
      for (Path file : files
          .filter(it -> String.valueOf(it.getFileName()).startsWith("dovecot.index"))
          .toList()) {
        Files.deleteIfExists(file);
      }
    }
    // A server left to itself would take the time of day, which may be the same second as before.
    Path uids = maildir.resolve("dovecot-uidlist");
    String known = Files.readString(uids);
    Matcher validity = Pattern.compile("(?<= V)\\d+").matcher(known);
    Files.writeString(
        uids, validity.replaceFirst(it -> Long.toString(Long.parseLong(it.group()) - 1_000)));
  }

  /** The account's mailbox is there again, empty. */
  public void recreate() throws IOException {
    deleteTree(root.resolve("mail").resolve(USER));
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      run("kill", Files.readString(root.resolve("run/master.pid")).strip());
      deleteTree(root);
    } catch (IOException
        | UncheckedIOException e) { // files vanish while the server ends: what is left stays
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
