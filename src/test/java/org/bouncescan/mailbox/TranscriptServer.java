package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as a transcript says. {@code > PATTERN} is a command, {@code < LINE} a line of its answer, {@code $} in it the
 * command's tag, <code>{{TEXT}}</code> a literal with {@code ~~} for the end of a line. The first command that matches is taken; one
 * with {@code once} only once, over all connections. {@code !close} ends the connection. What no command matches is a
 * BAD and remembered.
 */
final class TranscriptServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final Pattern LITERAL = Pattern.compile("\\{\\{(.*?)}}");

  private final ServerSocket socket;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  /** A command and its answer. */
  private static final class Exchange {
    final Pattern command;
    final boolean once;
    final List<String> answer = new ArrayList<>();
    boolean spent;

    Exchange(String command) {
      once = command.startsWith("once ");
      this.command = Pattern.compile(once ? command.substring(5) : command);
    }
  }

  TranscriptServer(String name) throws IOException {
    exchanges.add(new Exchange("greeting"));
    try (InputStream in = TranscriptServer.class.getResourceAsStream("servers/" + name + ".txt")) {
      new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8)
          .lines()
          .forEach(this::read);
    }
    socket = new ServerSocket(0, 10, InetAddress.getByAddress(LOOPBACK));
    Thread thread = new Thread(this::accept, "transcript");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(String line) {
    if (line.startsWith("> ")) {
      exchanges.add(new Exchange(line.substring(2)));
    } else if (line.startsWith("< ") || line.startsWith("!")) {
      exchanges.get(exchanges.size() - 1).answer.add(line);
    }
  }

  MailboxSettings settings() {
    return new MailboxSettings(
        "scripted",
        "127.0.0.1",
        socket.getLocalPort(),
        Tls.NONE,
        null,
        "b@example.com",
        new Login.Password(Secret.of("secret")),
        "INBOX",
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(5)),
        FetchBounds.DEFAULT);
  }

  /** The commands that came, without their tags. */
  synchronized List<String> commands() {
    return List.copyOf(commands);
  }

  /** The commands that the transcript does not know. */
  synchronized List<String> unknown() {
    return List.copyOf(unknown);
  }

  @SuppressWarnings("resource") // closed by whoever serves it
  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread thread = new Thread(() -> answer(client), "transcript-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed by the test
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      serve(client);
    } catch (IOException e) {
      return; // closed by the client
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    OutputStream out = client.getOutputStream();
    if (!answer(exchanges.get(0), "", out)) {
      return;
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      if (!answer(find(words.length > 1 ? words[1] : ""), words[0], out)) {
        return;
      }
    }
  }

  private synchronized Exchange find(String command) {
    commands.add(command);
    for (Exchange it : exchanges) {
      if (!it.spent && it.command.matcher(command).matches()) {
        it.spent = it.once;
        return it;
      }
    }
    unknown.add(command);
    Exchange bad = new Exchange("");
    bad.answer.add("< $ BAD unknown command");
    return bad;
  }

  private static boolean answer(Exchange exchange, String tag, OutputStream out)
      throws IOException {
    for (String line : exchange.answer) {
      if (line.equals("!close")) {
        return false;
      }
      String text = line.substring(2);
      text = text.startsWith("$ ") ? tag + text.substring(1) : text;
      String whole = LITERAL.matcher(text).replaceAll(it -> {
        String literal = it.group(1).replace("~~", "\r\n");
        return Matcher.quoteReplacement("{" + literal.getBytes(UTF_8).length + "}\r\n" + literal);
      });
      out.write((whole + "\r\n").getBytes(UTF_8));
    }
    out.flush();
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
