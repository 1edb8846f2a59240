package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncescan.dsn.DeliveryReport.NotAReport;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.bouncescan.dsn.DeliveryReport.Unparsable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages made to hurt end in a clear outcome, within the limits. */
class HostileMessagesTest {
  // far less than what was sent, and enough for every recipient a letter can name
  private static final int MOST_SAID = 40_000_000;

  private static final String ROBOT =
      "From: MAILER-DAEMON@mx.example.net\nTo: bounce@news.example.com\nSubject: Undelivered Mail\n";
  private static final ReportReader READER = new ReportReader(Limits.DEFAULT);

  private static DeliveryReport read(String message) {
    return READER.read(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String report(String fields) {
    return ROBOT
        + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nFailed.\n\n--b\n"
        + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" + fields
        + "\n--b--\n";
  }

  @Test
  void a_message_of_fifty_megabytes_is_read_at_its_top() {
    byte[] top = report("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n")
        .getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(top, 60_000_000);
    Arrays.fill(message, top.length, message.length, (byte) 'x');

    assertThat(READER.read(message)).isInstanceOf(StatusNotification.class);
  }

  @Test
  void a_hundred_thousand_recipients_are_all_named_and_no_more() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 100_500; i++) {
      fields
          .append("Final-Recipient: rfc822; u")
          .append(i)
          .append("@example.org\nAction: failed\nStatus: 5.1.1\n\n");
    }
    StatusNotification read = (StatusNotification) read(report(fields.toString()));

    assertThat(read.recipients()).hasSize(100_000);
    assertThat(read.recipients().get(99_999).recipient()).isEqualTo("u99999@example.org");
  }

  @Test
  void ten_thousand_header_fields_hide_nothing_that_stands_among_the_first() {
    String many = "X-Noise: 1\n".repeat(10_000);
    String message = report(
            "Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n")
        .replace(
            "\n\n--b\nContent-Type: text/plain", "\n" + many + "\n--b\nContent-Type: text/plain");

    assertThat(((StatusNotification) read(message)).recipients().get(0).recipient())
        .isEqualTo("a@example.org");
  }

  @Test
  void a_line_of_five_megabytes_is_no_report() {
    assertThat(read(ROBOT + "\n" + "5".repeat(5_000_000))).isInstanceOf(NotAReport.class);
    assertThat(read(ROBOT + "X-Long: " + "y".repeat(5_000_000) + "\n\nHello\n"))
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void a_thousand_levels_of_parts_are_said_to_be_too_deep() {
    StringBuilder message = new StringBuilder(ROBOT);
    for (int i = 0; i < 1_000; i++) {
      message
          .append("Content-Type: multipart/mixed; boundary=d")
          .append(i)
          .append("\n\n--d")
          .append(i)
          .append('\n');
    }
    assertThat(read(message + "Content-Type: text/plain\n\nnothing\n"))
        .isInstanceOfSatisfying(
            Unparsable.class, it -> assertThat(it.reason()).contains("MIME parts"));
  }

  @Test
  void a_million_parts_are_said_to_be_too_many() {
    String message =
        ROBOT + "Content-Type: multipart/mixed; boundary=m\n\n" + "--m\n\nx\n".repeat(1_000_000);

    assertThat(read(message))
        .isInstanceOfSatisfying(
            Unparsable.class, it -> assertThat(it.reason()).contains("MIME parts"));
  }

  @Test
  void what_is_encoded_wrongly_or_in_no_known_charset_is_read_as_far_as_it_goes() {
    for (String header : new String[] {
      "Content-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: base64",
      "Content-Type: text/plain; charset=\"\"\nContent-Transfer-Encoding: quoted-printable",
      "Content-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: uuencode",
      "Content-Type: multipart/mixed; boundary=\"\n",
      "Content-Type: ;;;=;\nContent-Transfer-Encoding: \u00ff"
    }) {
      assertThat(read(ROBOT + header + "\n\n" + "=".repeat(300_000) + "=ZZ\u00e9\u001b$B"))
          .isInstanceOf(NotAReport.class);
    }
    assertThat(
            read(
                "Subject: =?klingon?B?AAA?= =?utf-8?Q?=?= =?utf-8?X?a?=\nFrom: a@example.org\n\nHello\n"))
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void an_empty_message_and_one_without_a_header_are_said_to_be_so() {
    assertThat(read(""))
        .isInstanceOfSatisfying(Unparsable.class, it -> assertThat(it.reason()).contains("empty"));
    assertThat(read("\n\nno header at all\n"))
        .isInstanceOfSatisfying(
            Unparsable.class, it -> assertThat(it.reason()).contains("no header"));
  }

  /** Text in which every piece looks like the beginning of something, far beyond the text that is read, on one line and on many. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a@b.example>: 550 ",
        "a@b.example ",
        "((((",
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
        "+AOQ-"
      })
  void text_that_never_ends_what_it_begins_costs_no_more_than_the_limit(String piece) {
    String many = piece.repeat(1_000_000 / piece.length());
    for (String header : new String[] {
      "",
      "Content-Type: text/html\n",
      "Content-Transfer-Encoding: quoted-printable\n",
      "Content-Transfer-Encoding: base64\n",
      "Content-Type: text/plain; charset=utf-7\n"
    }) {
      DeliveryReport report =
          read(ROBOT + header + "\nYour message could not be delivered.\n" + many);
      assertThat(report.toString()).doesNotContain("the reader failed").hasSizeLessThan(MOST_SAID);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"=?utf-8?q?=C3=A4?= ", "=?", "x\n ", "a@b.example, ", "a=\"", "\"", "("})
  void header_fields_of_five_megabytes_are_cut(String piece) {
    String value = piece.repeat(5_000_000 / piece.length());
    for (String field :
        new String[] {"Subject", "To", "X-Failed-Recipients", "Content-Type: multipart/mixed; x"}) {
      DeliveryReport report =
          read(ROBOT + field + ": " + value + "\n\nYour message could not be delivered.\n");
      assertThat(report.toString()).doesNotContain("the reader failed").hasSizeLessThan(MOST_SAID);
    }
  }

  @Test
  void a_hundred_thousand_recipients_are_joined_with_a_human_part_of_thousands() {
    StringBuilder fields = new StringBuilder();
    StringBuilder human = new StringBuilder("This is the mail system at host mx.example.net.\n\n");
    for (int i = 0; i < 100_000; i++) {
      fields
          .append("Final-Recipient: rfc822; u")
          .append(i)
          .append("@example.org\nAction: failed\nStatus: 5.0.0\n\n");
    }
    for (int i = 0; i < 3_000; i++) {
      human.append("<u").append(i).append("@example.org>: 550 5.7.1 Members only\n\n");
    }
    StatusNotification read =
        (StatusNotification) read(report(fields.toString()).replace("Failed.", human));

    assertThat(read.recipients()).hasSize(100_000);
    assertThat(read.recipients().get(17).diagnostic()).isEqualTo("550 5.7.1 Members only");
    assertThat(read.recipients().get(99_999).diagnostic()).isNull();
  }

  @Test
  void no_name_of_a_charset_matters() {
    for (String name : new String[] {
      "klingon",
      "",
      "x",
      "utf-7",
      "utf-16",
      "utf-32",
      "iso-2022-jp",
      "iso-2022-kr",
      "hz-gb-2312",
      "cp037",
      "\u00ff",
      "x".repeat(100_000),
      "utf-8; utf-8",
      "\"",
      "unknown-8bit",
      "ISO-8859-8-I",
      "default",
      "x-user-defined"
    }) {
      DeliveryReport report = read(
          ROBOT + "Content-Type: text/plain; charset=" + name
              + "\n\nYour message could not be delivered: \u00e9\u00ff\n\n<a@example.org>: 550 5.1.1 no\n");
      assertThat(report).as(name).isNotInstanceOf(Unparsable.class);
    }
  }

  @Test
  void limits_are_what_they_are() {
    assertThat(Limits.DEFAULT)
        .isEqualTo(new Limits(50_000_000, 1_000, 65_536, 20, 200, 100_000, 131_072));
  }
}
