package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An IMAP server that answers wrongly, message by message, as real servers have been seen to do. */
final class FaultyImapServer implements AutoCloseable {
  /** What goes wrong with a message. */
  enum Fault {
    NONE,
    /** Listed, but no answer to its FETCH (Exchange). */
    LEFT_OUT,
    NIL,
    EMPTY,
    /** An answer that no client can parse. */
    GARBAGE,
    /** A note in its place (Exchange). */
    SUBSTITUTE,
    /** Expunged between listing and fetching. */
    GONE,
    /** The connection breaks at it, once. */
    CUT_ONCE
  }

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocket socket;
  private final Map<Long, Fault> messages = new TreeMap<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  FaultyImapServer(Map<Long, Fault> messages) throws IOException {
    this.messages.putAll(messages);
    socket = new ServerSocket(0, 10, InetAddress.getByAddress(LOOPBACK));
    Thread thread = new Thread(this::accept, "faulty-imap");
    thread.setDaemon(true);
    thread.start();
  }

  MailboxSettings settings() {
    return new MailboxSettings(
        "faulty",
        "127.0.0.1",
        socket.getLocalPort(),
        Tls.NONE,
        null,
        "b@example.com",
        new Login.Password(Secret.of("secret")),
        "INBOX",
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        connections.incrementAndGet();
        serve(client);
      } catch (IOException e) {
        // Closed by the client, by us, or by the test: the next one may come.
      }
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
    OutputStream out = client.getOutputStream();
    say(out, "* OK [CAPABILITY IMAP4rev1 UIDPLUS] ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      String rest = words.length > 2 ? words[2] : "";
      switch (words[1].toUpperCase(Locale.ROOT)) {
        case "CAPABILITY" -> say(out, "* CAPABILITY IMAP4rev1 UIDPLUS");
        case "LIST" -> say(out, "* LIST () \"/\" INBOX");
        case "SELECT", "EXAMINE" -> {
          say(out, "* " + messages.size() + " EXISTS");
          say(out, "* OK [UIDVALIDITY 7] ok");
          say(out, "* OK [UIDNEXT 1000] ok");
        }
        case "UID" -> {
          if (!uid(rest, out)) {
            return;
          }
        }
        default -> {}
      }
      say(out, words[0] + " OK done");
      if (words[1].equalsIgnoreCase("LOGOUT")) {
        return;
      }
    }
  }

  private boolean uid(String command, OutputStream out) throws IOException {
    if (command.startsWith("SEARCH")) {
      StringBuilder found = new StringBuilder("* SEARCH");
      messages.forEach((uid, fault) -> found.append(fault == Fault.GONE ? "" : " " + uid));
      say(out, found.toString());
      return true;
    }
    boolean whole = command.contains("BODY.PEEK");
    String set = command.split(" ", 3)[1];
    int number = 0;
    for (Map.Entry<Long, Fault> message : messages.entrySet()) {
      number++;
      if (!whole) {
        say(out, "* " + number + " FETCH (UID " + message.getKey() + " RFC822.SIZE 40)");
      } else if (names(set, message.getKey())
          && !fetch(number, message.getKey(), message.getValue(), out)) {
        return false;
      }
    }
    return true;
  }

  private static boolean names(String set, long uid) {
    for (String part : set.split(",", -1)) {
      String[] range = part.split(":", 2);
      if (uid >= Long.parseLong(range[0]) && uid <= Long.parseLong(range[range.length - 1])) {
        return true;
      }
    }
    return false;
  }

  private boolean fetch(int number, long uid, Fault fault, OutputStream out) throws IOException {
    String head = "* " + number + " FETCH (UID " + uid + " RFC822.SIZE 40 BODY[] ";
    switch (fault) {
      case NONE -> body(out, head, "Subject: " + uid + "\r\n\r\nA message.\r\n");
      case NIL -> say(out, head + "NIL)");
      case EMPTY -> say(out, head + "\"\")");
      case GARBAGE -> say(out, "* " + number + " FETCH (UID " + uid + " ENVELOPE (((");
      case SUBSTITUTE ->
        body(
            out,
            head,
            "Subject: Retrieval\r\n\r\nRetrieval using the IMAP4 protocol failed for the following message: 3\r\n");
      case CUT_ONCE -> {
        if (cuts.getAndIncrement() == 0) {
          return false;
        }
        body(out, head, "Subject: " + uid + "\r\n\r\nA message.\r\n");
      }
      case LEFT_OUT, GONE -> {}
    }
    return true;
  }

  private static void body(OutputStream out, String head, String text) throws IOException {
    say(out, head + "{" + text.length() + "}");
    out.write(text.getBytes(ISO_8859_1));
    say(out, ")");
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
