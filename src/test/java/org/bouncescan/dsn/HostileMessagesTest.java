package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncescan.dsn.DeliveryReport.NotAReport;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.bouncescan.dsn.DeliveryReport.Unparsable;
import org.junit.jupiter.api.Test;

/** Messages made to hurt end in a clear outcome, within the limits. */
class HostileMessagesTest {
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
}
