package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Messages made to hurt, by name. As a program it reads the one named {@code giant}, or all others, and prints a line for
 * each: {@code name, bytes, milliseconds, kind of report}.
 */
final class HostileMessages {
  static final String GIANT = "giant";

  static final String ROBOT =
      "From: MAILER-DAEMON@mx.example.net\nTo: bounce@news.example.com\nSubject: Undelivered Mail\n";

  private static final String DEAD =
      "Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n";

  /** Pieces that look like the beginning of something. */
  static final List<String> PIECES = List.of(
      "<a@b.example>: 550 ",
      "a@b.example ",
      "((((",
      "----",
      "<<<<",
      ">>> RCPT TO:<",
      "... ",
      "@",
      "\"",
      "=",
      "=41",
      "&#",
      "<!--",
      "<style>",
      "\r",
      "\u0000",
      "\u001b$B",
      "550-5.1.1 ",
      "From: a\nMIME-Version: 1.0\n",
      "a@b.example\n",
      "To: a@b.example\n",
      "Final-Recipient: rfc822; a@b.example\n",
      "was not delivered to a@b.example\n",
      "{\"notificationType\":\"Bounce\"",
      "Transcript of session follows\n",
      "smtp; ",
      "Received: from x\n",
      "+AOQ-");

  /** How a body may be declared. */
  static final List<String> BODIES = List.of(
      "",
      "Content-Type: text/html\n",
      "Content-Transfer-Encoding: quoted-printable\n",
      "Content-Transfer-Encoding: base64\n",
      "Content-Type: text/plain; charset=utf-7\n");

  static final List<String> FIELDS =
      List.of("Subject", "To", "X-Failed-Recipients", "Content-Type: multipart/mixed; x");

  static final List<String> FIELD_PIECES =
      List.of("=?utf-8?q?=C3=A4?= ", "=?", "x\n ", "a@b.example, ", "a=\"", "\"", "(");

  private static final int TEXT = 1_000_000;
  private static final int FIELD = 5_000_000;

  private HostileMessages() {}

  static String report(String fields) {
    return ROBOT
        + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nFailed.\n\n--b\n"
        + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" + fields
        + "\n--b--\n";
  }

  static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A report that returns far more than anyone reads. */
  static byte[] sixtyMegabytes() {
    byte[] top = bytes(report(DEAD));
    byte[] message = Arrays.copyOf(top, 60_000_000);
    Arrays.fill(message, top.length, message.length, (byte) 'x');
    return message;
  }

  static byte[] recipients(int count, String status) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      fields
          .append("Final-Recipient: rfc822; u")
          .append(i)
          .append("@example.org\nAction: failed\nStatus: ")
          .append(status)
          .append("\n\n");
    }
    return bytes(report(fields.toString()));
  }

  static byte[] headerFields() {
    return bytes(report(DEAD)
        .replace(
            "\n\n--b\nContent-Type: text/plain",
            "\n" + "X-Noise: 1\n".repeat(10_000) + "\n--b\nContent-Type: text/plain"));
  }

  static byte[] longLine() {
    return bytes(ROBOT + "\n" + "5".repeat(FIELD));
  }

  static byte[] longField() {
    return bytes(ROBOT + "X-Long: " + "y".repeat(FIELD) + "\n\nHello\n");
  }

  static byte[] levels() {
    StringBuilder message = new StringBuilder(ROBOT);
    for (int i = 0; i < 1_000; i++) {
      message
          .append("Content-Type: multipart/mixed; boundary=d")
          .append(i)
          .append("\n\n--d")
          .append(i)
          .append('\n');
    }
    return bytes(message + "Content-Type: text/plain\n\nnothing\n");
  }

  static byte[] parts() {
    return bytes(
        ROBOT + "Content-Type: multipart/mixed; boundary=m\n\n" + "--m\n\nx\n".repeat(1_000_000));
  }

  static byte[] body(String header, String piece) {
    return bytes(ROBOT + header + "\nYour message could not be delivered.\n"
        + piece.repeat(TEXT / piece.length()));
  }

  static byte[] field(String name, String piece) {
    return bytes(ROBOT + name + ": " + piece.repeat(FIELD / piece.length())
        + "\n\nYour message could not be delivered.\n");
  }

  /** Every message by a name of one line. */
  static Map<String, Supplier<byte[]>> all() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    all.put(GIANT, HostileMessages::sixtyMegabytes);
    all.put("100,500 recipients", () -> recipients(100_500, "5.1.1"));
    all.put("10,000 header fields", HostileMessages::headerFields);
    all.put("a line of 5 MB", HostileMessages::longLine);
    all.put("a field of 5 MB", HostileMessages::longField);
    all.put("1,000 levels", HostileMessages::levels);
    all.put("1,000,000 parts", HostileMessages::parts);
    for (String piece : PIECES) {
      for (String header : BODIES) {
        all.put("body: " + header + piece, () -> body(header, piece));
      }
    }
    for (String piece : FIELD_PIECES) {
      for (String name : FIELDS) {
        all.put(name + ": " + piece, () -> field(name, piece));
      }
    }
    return all;
  }

  public static void main(String[] args) {
    boolean giant = args[0].equals(GIANT);
    ReportReader reader = new ReportReader(Limits.DEFAULT);
    all().forEach((name, message) -> {
      if (name.equals(GIANT) == giant) {
        byte[] bytes = message.get();
        long began = System.nanoTime();
        String kind = reader.read(bytes).getClass().getSimpleName();
        long took = (System.nanoTime() - began) / 1_000_000;
        System.out.println(
            name.replaceAll("\\s+", " ") + "\t" + bytes.length + "\t" + took + "\t" + kind);
      }
    });
  }
}
