package org.bouncescan.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Stands between the job and a server, and once does something bad at a moment that a script names. */
final class CutProxy implements AutoCloseable {
  /** What is done. */
  enum Kind {
    /** The connection is reset. */
    CUT,
    /** Nothing comes any more. */
    STALL,
    /** Bytes come that no server would send; then it goes on. */
    GARBAGE
  }

  /**
   * When it is done.
   *
   * @param command a pattern of the command after which it happens; empty for the greeting
   * @param bytes how many bytes of the answer come before
   */
  record Script(Kind kind, String command, long bytes) {}

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final byte[] NONSENSE =
      "\r\n* \u0001\u00ff ({x} FETCH ((((\r\n* 3 FETCH (UID BODY[] {77777777777777}\r\n)) \"\r\n"
          .getBytes(ISO_8859_1);
  private static final long NOT_YET = Long.MAX_VALUE;

  private final ServerSocket socket;
  private final int server;
  private final Script script;
  private final Pattern command;
  private final AtomicLong left = new AtomicLong(NOT_YET);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean done;

  CutProxy(int server, Script script) throws IOException {
    this.server = server;
    this.script = script;
    this.command = Pattern.compile(script.command());
    if (script.command().isEmpty()) {
      left.set(script.bytes());
    }
    socket = new ServerSocket(0, 10, InetAddress.getByAddress(LOOPBACK));
    thread(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Whether the moment came. */
  boolean done() {
    return done;
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

  @SuppressWarnings("resource") // closed by whoever hangs up
  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      Socket there = new Socket(InetAddress.getByAddress(LOOPBACK), server);
      thread(() -> forward(client, there));
      thread(() -> answer(there, client));
    }
  }

  private void forward(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    StringBuilder line = new StringBuilder();
    byte[] bytes = new byte[8_192];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      for (int i = 0; i < n; i++) {
        if (bytes[i] == '\n') {
          if (!done && command.matcher(line).find()) {
            left.compareAndSet(NOT_YET, script.bytes());
          }
          line.setLength(0);
        } else {
          line.append((char) bytes[i]);
        }
      }
      out.write(bytes, 0, n);
    }
    to.close();
  }

  private void answer(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] bytes = new byte[8_192];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      long before = left.get();
      int whole = (int) Math.min(n, before);
      out.write(bytes, 0, whole);
      if (before != NOT_YET) {
        left.addAndGet(-whole);
      }
      if (whole == n && before > n) {
        continue;
      }
      left.set(NOT_YET);
      done = true;
      if (script.kind() == Kind.CUT) {
        to.setSoLinger(true, 0);
        to.close();
        from.close();
        return;
      }
      if (script.kind() == Kind.STALL) {
        await();
        return;
      }
      out.write(NONSENSE);
      out.write(bytes, whole, n - whole);
    }
    to.close();
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
