package org.bouncescan.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncescan.mailbox.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the whole command needs to notice that a server is dead, Java's start included; left in {@code
 * target/dead-server.txt}. The job's timeouts are one second; {@code -Dbouncescan.timeouts=default} leaves those out of
 * the job file.
 */
class DeadServerIT {
  private static final boolean DEFAULT =
      "default".equals(System.getProperty("bouncescan.timeouts"));

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    server.start();
    server
        .getManagers()
        .getImapHostManager()
        .getInbox(server.setUser("b@example.com", "secret"))
        .appendMessage(
            GreenMailUtil.createTextEmail(
                "b@example.com", "a@example.net", "one", "text", ServerSetup.IMAP),
            new Flags(),
            Date.from(Instant.EPOCH));
    // Which prepares what the launcher prepares once.
    assertThat(Launched.of(folder, "--version").exitCode()).isZero();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void a_dead_server_is_noticed_and_said_with_69_however_it_died() throws Exception {
    List<String> lines = new ArrayList<>(List.of("timeouts: "
        + (DEFAULT ? Timeouts.DEFAULT.toString() : "1 s each") + "; seconds until 69"));
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    lines.add(noticed("refuses connections", "implicit", nobody));
    try (FullBacklog blackHole = new FullBacklog()) {
      lines.add(noticed("does not answer to connections", "implicit", blackHole.port()));
    }
    // These wait most of the time: side by side they measure the same.
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<String>> patient = threads.invokeAll(List.<Callable<String>>of(
          () -> behind(dying("", false), "implicit", "takes connections and says nothing"),
          () -> behind(
              dying("BODY.PEEK", false),
              "none",
              "falls silent for ever while messages are fetched"),
          () -> behind(
              dying("BODY.PEEK", true),
              "none",
              "dies while messages are fetched, and refuses connections from then on")));
      for (Future<String> line : patient) {
        lines.add(line.get());
      }
    } finally {
      threads.shutdown();
    }
    Files.write(Path.of("target", "dead-server.txt"), lines);
  }

  private DyingServer dying(String word, boolean hangsUp) throws IOException {
    return new DyingServer(server.getImap().getPort(), word, hangsUp);
  }

  private String behind(DyingServer dying, String tls, String how) throws Exception {
    try (dying) {
      String line = noticed(how, tls, dying.port());
      assertThat(dying.heardAfterDeath())
          .as("words of parting would wait for an answer")
          .isEmpty();
      return line;
    }
  }

  private String noticed(String how, String tls, int port) throws Exception {
    Path here = Files.createTempDirectory(folder, "job");
    Files.writeString(here.resolve("password"), "secret\n");
    Path job = Files.writeString(here.resolve("job.yml"), """
        mailboxes:
          - name: bounces
            host: 127.0.0.1
            port: %d
            tls: %s
            user: b@example.com
            password: file:password
            %s
        output: {folder: out}
        ledger: {path: ledger.db}
        """.formatted(
            port, tls, DEFAULT ? "" : "timeouts: {connect: 1s, read: 1s, write: 1s}"));
    long begun = System.nanoTime();

    Launched run = Launched.of(here, "run", job.toString());

    double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
    assertThat(run.exitCode()).as(how + run.err()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err())
        .as(how)
        .contains("bouncescan: bounces: b@example.com at 127.0.0.1:" + port + ": not reachable");
    assertThat(run.out()).as(how).contains("exit=69", "read=0", "settled=0");
    assertThat(here.resolve("out/latest")).doesNotExist();
    return "%6.1f  %s".formatted(seconds, how);
  }

  /** Takes no connection: its queue is full, and the kernel leaves further ones without an answer. */
  private static final class FullBacklog implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK));
    private final List<Socket> waiting = new ArrayList<>();

    FullBacklog() throws IOException {
      boolean taken = true;
      while (taken) {
        Socket client = new Socket();
        try {
          client.connect(socket.getLocalSocketAddress(), 500);
          waiting.add(client);
        } catch (java.net.SocketTimeoutException e) {
          client.close();
          taken = false;
        }
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket it : waiting) {
        it.close();
      }
      socket.close();
    }
  }

  /** A server that lives until it hears a word. */
  private static final class DyingServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByAddress(LOOPBACK));
    private final List<Socket> open = new ArrayList<>();
    private final int behind;
    private final String word;
    private final boolean hangsUp;
    private final List<String> heardAfterDeath = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    /**
     * Stands before a living server.
     *
     * @param word what a client says before it dies; empty for a server that is dead from the beginning
     * @param hangsUp whether connections are closed and refused; if not, they are taken and nothing is said
     */
    DyingServer(int behind, String word, boolean hangsUp) throws IOException {
      this.behind = behind;
      this.word = word;
      this.hangsUp = hangsUp;
      this.dead = word.isEmpty();
      thread(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    /** Something that runs in a thread of its own. */
    private interface Work {
      void run() throws IOException;
    }

    private static void thread(Work work) {
      Thread thread = new Thread(() -> {
        try {
          work.run();
        } catch (IOException e) {
          return; // one of the two hung up
        }
      });
      thread.setDaemon(true);
      thread.start();
    }

    @SuppressWarnings("resource") // closed with the server
    private void accept() throws IOException {
      while (true) {
        Socket client = remember(socket.accept());
        if (!dead) {
          Socket living = remember(new Socket());
          living.connect(new InetSocketAddress(socket.getInetAddress(), behind));
          thread(() -> pass(client, living, true));
          thread(() -> pass(living, client, false));
        }
      }
    }

    private synchronized Socket remember(Socket it) {
      open.add(it);
      return it;
    }

    /** What a client went on to say on the connection on which the server died. */
    List<String> heardAfterDeath() {
      return heardAfterDeath;
    }

    private void pass(Socket from, Socket to, boolean fromClient) throws IOException {
      byte[] bytes = new byte[65_536];
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        String text = new String(bytes, 0, n, ISO_8859_1);
        if (dead && fromClient) {
          heardAfterDeath.add(text);
        } else if (!dead && fromClient && text.contains(word)) {
          dead = true;
          if (hangsUp) {
            close();
          }
        }
        if (!dead) {
          to.getOutputStream().write(bytes, 0, n);
        }
      }
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
      for (Socket it : open) {
        it.close();
      }
    }
  }
}
