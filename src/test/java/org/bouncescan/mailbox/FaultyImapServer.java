package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    CUT_ONCE,
    /** The connection breaks at it whenever it is asked for. */
    POISON,
    /** The command that names it is answered with NO, and what comes after it is not sent. */
    REFUSED,
    /** As {@link #REFUSED}, once, with a plea for a pause. */
    THROTTLED_ONCE,
    /** BYE in the middle, with the pause that Exchange asks for, once. */
    BYE_ONCE,
    /** The token that the client logged in with ends here, and the session with it, once (Exchange). */
    TOKEN_ENDS_ONCE,
    /** No size is told. */
    UNLISTED,
    /** The server offers ESEARCH (RFC 4731), and then names every UID there could be. */
    ALL_UIDS,
    /** Counted by EXISTS, and not found by SEARCH. */
    NOT_FOUND,
    /** A date that no client can parse, wherever a date is asked for. */
    BAD_DATE,
    /** Two gigabytes announced, unless only the beginning is asked for. */
    HUGE,
    /** More bytes announced than come. */
    LONG_LITERAL,
    /** Fewer bytes announced than come. */
    SHORT_LITERAL,
    /** Fewer bytes than RFC822.SIZE says (Exchange). */
    SHORT,
    /** EXPUNGE, EXISTS and somebody's flags in the middle of the answers. */
    NOISE
  }

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final Pattern TOKEN =
      Pattern.compile("(?:user=|n,a=)b@example\\.com,?\u0001auth=Bearer ([^\u0001]+)\u0001\u0001");

  private final ServerSocket socket;
  private final @Nullable Predicate<String> tokens;
  private final Map<Long, Fault> messages = new TreeMap<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger searches = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  FaultyImapServer(Map<Long, Fault> messages) throws IOException {
    this(messages, null);
  }

  /**
   * A server to log in to.
   *
   * @param tokens says whether a token opens the mailbox of {@code b@example.com}; null for any password
   */
  FaultyImapServer(Map<Long, Fault> messages, @Nullable Predicate<String> tokens)
      throws IOException {
    this.tokens = tokens;
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
        new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofSeconds(5)),
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
    String capabilities = "IMAP4rev1 UIDPLUS"
        + (messages.containsValue(Fault.ALL_UIDS) ? " ESEARCH" : "")
        + (tokens == null ? "" : " AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR LOGINDISABLED");
    say(out, "* OK [CAPABILITY " + capabilities + "] ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      String rest = words.length > 2 ? words[2] : "";
      switch (words[1].toUpperCase(Locale.ROOT)) {
        case "CAPABILITY" -> say(out, "* CAPABILITY " + capabilities);
        case "AUTHENTICATE" -> {
          if (tokens != null && !opens(rest)) {
            say(out, "+ eyJzdGF0dXMiOiI0MDEifQ==");
            in.readLine();
            say(out, words[0] + " NO AUTHENTICATE failed.");
            continue;
          }
        }
        case "LIST" -> say(out, "* LIST () \"/\" INBOX");
        case "SELECT", "EXAMINE" -> {
          say(out, "* " + messages.size() + " EXISTS");
          say(out, "* OK [UIDVALIDITY 7] ok");
          say(out, "* OK [UIDNEXT 1000] ok");
        }
        case "UID" -> {
          String end = uid(rest, out);
          if (end == null) {
            return;
          }
          say(out, words[0] + " " + end);
          continue;
        }
        default -> {}
      }
      say(out, words[0] + " OK done");
      if (words[1].equalsIgnoreCase("LOGOUT")) {
        return;
      }
    }
  }

  private boolean opens(String mechanismAndResponse) {
    String response = mechanismAndResponse.split(" ", 2)[1];
    Matcher token = TOKEN.matcher(new String(Base64.getDecoder().decode(response), ISO_8859_1));
    return token.matches() && tokens != null && tokens.test(token.group(1));
  }

  /** The end of the tagged answer; null where the connection breaks. */
  private @Nullable String uid(String command, OutputStream out) throws IOException {
    if (command.startsWith("SEARCH RETURN")) {
      say(out, "* ESEARCH (TAG \"A0\") UID ALL 1:4294967295");
      return "OK done";
    }
    if (command.startsWith("SEARCH")) {
      StringBuilder found = new StringBuilder("* SEARCH");
      messages.forEach((uid, fault) ->
          found.append(fault == Fault.GONE || fault == Fault.NOT_FOUND ? "" : " " + uid));
      if (searches.getAndIncrement() == 0) { // not gone yet when the folder is listed
        messages.forEach((uid, fault) -> found.append(fault == Fault.GONE ? " " + uid : ""));
      }
      say(out, found.toString());
      return "OK done";
    }
    boolean whole = command.contains("BODY.PEEK");
    String set = command.split(" ", 3)[1];
    int number = 0;
    for (Map.Entry<Long, Fault> message : messages.entrySet()) {
      number++;
      long uid = message.getKey();
      if (!names(set, uid)) {
        continue;
      }
      if (!whole) {
        say(
            out,
            message.getValue() == Fault.UNLISTED
                ? "* " + number + " FETCH (UID (((" + uid
                : "* " + number + " FETCH (UID " + uid + " RFC822.SIZE 40)");
        continue;
      }
      String end = fetch(number, uid, message.getValue(), command, out);
      if (!end.equals("OK")) {
        return end.isEmpty() ? null : end;
      }
    }
    return "OK done";
  }

  private static boolean names(String set, long uid) {
    for (String part : set.split(",", -1)) {
      String[] range = part.split(":", 2);
      String last = range[range.length - 1];
      if (uid >= Long.parseLong(range[0]) && (last.equals("*") || uid <= Long.parseLong(last))) {
        return true;
      }
    }
    return false;
  }

  /** OK, the end of a tagged answer instead, or nothing where the connection breaks. */
  private String fetch(int number, long uid, Fault fault, String command, OutputStream out)
      throws IOException {
    String head = "* " + number + " FETCH (UID " + uid + " RFC822.SIZE 40 BODY[] ";
    String text = "Subject: " + uid + "\r\n\r\nA message.\r\n";
    boolean once = fault.name().endsWith("_ONCE") && cuts.getAndIncrement() == 0;
    switch (fault) {
      case NIL -> say(out, head + "NIL)");
      case EMPTY -> say(out, head + "\"\")");
      case GARBAGE -> say(out, "* " + number + " FETCH (UID " + uid + " ENVELOPE (((");
      case SUBSTITUTE ->
        body(
            out,
            head,
            "Subject: Retrieval\r\n\r\nRetrieval using the IMAP4 protocol failed for the following message: 3\r\n");
      case POISON -> {
        return "";
      }
      case REFUSED -> {
        return "NO [SERVERBUG] this one can't be read";
      }
      case CUT_ONCE -> {
        if (once) {
          return "";
        }
        body(out, head, text);
      }
      case TOKEN_ENDS_ONCE -> {
        if (once) {
          say(out, "* BYE Session invalidated - AccessTokenExpired");
          return "";
        }
        body(out, head, text);
      }
      case THROTTLED_ONCE -> {
        if (once) {
          return "NO [THROTTLED] slow down";
        }
        body(out, head, text);
      }
      case BYE_ONCE -> {
        if (once) {
          say(out, "* BYE Request is throttled. Suggested Backoff Time: 299961 milliseconds");
          return "";
        }
        body(out, head, text);
      }
      case BAD_DATE ->
        body(
            out,
            command.contains("INTERNALDATE")
                ? head.replace("BODY[]", "INTERNALDATE \"yesterday\" BODY[]")
                : head,
            text);
      case HUGE -> {
        if (!command.contains("<0.")) {
          say(out, head + "{2000000000}");
          return "";
        }
        body(out, head, text);
      }
      case LONG_LITERAL -> {
        say(out, head + "{4000}");
        say(out, text + ")");
      }
      case SHORT_LITERAL -> {
        say(out, head + "{20}");
        say(out, text + ")");
      }
      case SHORT -> body(out, head.replace("SIZE 40", "SIZE 19189"), text);
      case NOISE -> {
        say(out, "* 9 EXPUNGE");
        say(out, "* 12 EXISTS");
        say(out, "* " + number + " FETCH (UID " + uid + " FLAGS (\\Seen))");
        body(out, head, text);
        say(out, "* OK Still here");
        say(out, "* " + number + " FETCH (FLAGS (\\Seen \\Flagged))");
      }
      case LEFT_OUT, GONE -> {}
      case NONE, UNLISTED, NOT_FOUND, ALL_UIDS -> body(out, head, text);
    }
    return "OK";
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
