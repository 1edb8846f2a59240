package org.bouncescan.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Cyrus in a folder of its own: a dot between folders, everything below {@code INBOX.}. Needs root, as in the
 * build; {@code BOUNCESCAN_REQUIRE_CYRUS=1} turns its absence into a failure. Debian does not install it beside Dovecot,
 * so {@code BOUNCESCAN_CYRUS_IMAPD} may name an imapd taken out of its package.
 */
final class CyrusServer implements TestMailServer {
  private static final Path BIN = Path.of("/usr/lib/cyrus/bin");
  private static final String PASSWORD = "secret";
  private static final Map<String, String> ENVIRONMENT = System.getenv();

  private final Path root;
  private final int port;
  private final Process master;
  private int accounts;

  private CyrusServer(Path root, int port, Process master) {
    this.root = root;
    this.port = port;
    this.master = master;
  }

  private static Path imapd() {
    String named = ENVIRONMENT.get("BOUNCESCAN_CYRUS_IMAPD");
    return named == null ? BIN.resolve("imapd") : Path.of(named);
  }

  /** Starts a server; skips the test where none is installed and none is required. */
  static CyrusServer start() throws IOException, InterruptedException {
    boolean available = Files.isExecutable(BIN.resolve("master"))
        && Files.isExecutable(imapd())
        && Files.isExecutable(Path.of("/usr/sbin/saslpasswd2"))
        && "root".equals(System.getProperty("user.name"));
    if ("1".equals(ENVIRONMENT.get("BOUNCESCAN_REQUIRE_CYRUS"))) {
      Assertions.assertTrue(
          available,
          "cyrus is required (cyrus-common, cyrus-imapd, sasl2-bin) and must be run as root");
    }
    Assumptions.assumeTrue(available, "cyrus is not installed, or we are not root");
    Path root = Files.createTempDirectory("cyrus");
    int port = DovecotServer.freePort();
    configure(root, port);
    Process master = new ProcessBuilder(
            BIN.resolve("master").toString(),
            "-C",
            root.resolve("imapd.conf").toString(),
            "-M",
            root.resolve("cyrus.conf").toString(),
            "-p",
            root.resolve("master.pid").toString())
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("master.log").toFile())
        .start();
    CyrusServer server = new CyrusServer(root, port, master);
    server.awaitPort();
    return server;
  }

  private static void configure(Path root, int port) throws IOException, InterruptedException {
    for (String folder : List.of(
        "conf/db",
        "conf/socket",
        "conf/log",
        "conf/msg",
        "conf/quota",
        "conf/user",
        "mail",
        "proc",
        "lock")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("imapd.conf"), """
        configdirectory: %1$s/conf
        defaultpartition: default
        partition-default: %1$s/mail
        proc_path: %1$s/proc
        mboxname_lockpath: %1$s/lock
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: %1$s/sasldb2
        sasl_mech_list: PLAIN LOGIN
        allowplaintext: yes
        altnamespace: no
        unixhierarchysep: no
        autocreate_quota: 0
        """.formatted(root));
    Files.writeString(root.resolve("cyrus.conf"), """
        START {
          recover cmd="%2$s/ctl_cyrusdb -C %1$s/imapd.conf -r"
        }
        SERVICES {
          imap cmd="%3$s -C %1$s/imapd.conf" listen="127.0.0.1:%4$d" prefork=0
        }
        EVENTS {
        }
        """.formatted(root, BIN, imapd(), port));
    DovecotServer.run("chmod", "755", root.toString());
    DovecotServer.run("chown", "-R", "cyrus:mail", root.toString());
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) { // not yet
        Thread.sleep(50);
      }
    }
    throw new IOException("cyrus did not start:\n" + Files.readString(root.resolve("master.log")));
  }

  private String user() {
    return "bounces" + accounts;
  }

  /** From now on everything is about an account with an empty INBOX. */
  void nextAccount() throws IOException, InterruptedException {
    accounts++;
    Path database = root.resolve("sasldb2");
    DovecotServer.run(
        "/bin/sh",
        "-c",
        "echo " + PASSWORD + " | saslpasswd2 -p -c -f '" + database + "' " + user()
            + " && chown cyrus '" + database + "'");
  }

  @Override
  public MailboxSettings settings() {
    return new MailboxSettings(
        "test",
        "127.0.0.1",
        port,
        Tls.NONE,
        null,
        user(),
        new Login.Password(Secret.of(PASSWORD)),
        "INBOX",
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  @Override
  public void append(byte[] message) throws Exception {
    Session session = Session.getInstance(new Properties());
    try (Store store = session.getStore("imap")) {
      store.connect("127.0.0.1", port, user(), PASSWORD);
      Folder inbox = store.getFolder("INBOX");
      inbox.appendMessages(
          new Message[] {new MimeMessage(session, new ByteArrayInputStream(message))});
    }
  }

  @Override
  public void close() {
    master.destroy();
    try {
      if (!master.waitFor(20, TimeUnit.SECONDS)) {
        master.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(Objects.requireNonNull(file));
        }
      }
    } catch (IOException e) { // what a child writes at its end stays in the temporary folder
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
