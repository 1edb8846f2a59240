package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncescan.dsn.DeliveryReport.NotAReport;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.bouncescan.dsn.DeliveryReport.Unparsable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages made to hurt end in a clear outcome, within the limits. */
class HostileMessagesTest {
  // far less than what was sent, and enough for every recipient a letter can name
  private static final int MOST_SAID = 40_000_000;

  private static final String ROBOT = HostileMessages.ROBOT;
  private static final ReportReader READER = new ReportReader(Limits.DEFAULT);

  private static DeliveryReport read(String message) {
    return READER.read(HostileMessages.bytes(message));
  }

  @Test
  void a_message_of_fifty_megabytes_is_read_at_its_top() {
    assertThat(READER.read(HostileMessages.sixtyMegabytes()))
        .isInstanceOf(StatusNotification.class);
  }

  @Test
  void a_hundred_thousand_recipients_are_all_named_and_no_more() {
    StatusNotification read =
        (StatusNotification) READER.read(HostileMessages.recipients(100_500, "5.1.1"));

    assertThat(read.recipients()).hasSize(100_000);
    assertThat(read.recipients().get(99_999).recipient()).isEqualTo("u99999@example.org");
  }

  @Test
  void ten_thousand_header_fields_hide_nothing_that_stands_among_the_first() {
    StatusNotification read = (StatusNotification) READER.read(HostileMessages.headerFields());

    assertThat(read.recipients().get(0).recipient()).isEqualTo("a@example.org");
  }

  @Test
  void a_line_of_five_megabytes_is_no_report() {
    assertThat(READER.read(HostileMessages.longLine())).isInstanceOf(NotAReport.class);
    assertThat(READER.read(HostileMessages.longField())).isInstanceOf(NotAReport.class);
  }

  @Test
  void a_thousand_levels_of_parts_are_said_to_be_too_deep() {
    assertThat(READER.read(HostileMessages.levels()))
        .isInstanceOfSatisfying(
            Unparsable.class, it -> assertThat(it.reason()).contains("MIME parts"));
  }

  @Test
  void a_million_parts_are_said_to_be_too_many() {
    assertThat(READER.read(HostileMessages.parts()))
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

  private static List<String> pieces() {
    return HostileMessages.PIECES;
  }

  private static List<String> fieldPieces() {
    return HostileMessages.FIELD_PIECES;
  }

  /** Text in which every piece looks like the beginning of something, far beyond the text that is read, on one line and on many. */
  @ParameterizedTest
  @MethodSource("pieces")
  void text_that_never_ends_what_it_begins_costs_no_more_than_the_limit(String piece) {
    for (String header : HostileMessages.BODIES) {
      assertBounded(HostileMessages.body(header, piece));
    }
  }

  @ParameterizedTest
  @MethodSource("fieldPieces")
  void header_fields_of_five_megabytes_are_cut(String piece) {
    for (String name : HostileMessages.FIELDS) {
      assertBounded(HostileMessages.field(name, piece));
    }
  }

  private static void assertBounded(byte[] message) {
    assertThat(READER.read(message).toString())
        .doesNotContain("the reader failed")
        .hasSizeLessThan(MOST_SAID);
  }

  @Test
  void a_hundred_thousand_recipients_are_joined_with_a_human_part_of_thousands() {
    StringBuilder human = new StringBuilder("This is the mail system at host mx.example.net.\n\n");
    for (int i = 0; i < 3_000; i++) {
      human.append("<u").append(i).append("@example.org>: 550 5.7.1 Members only\n\n");
    }
    String report =
        new String(HostileMessages.recipients(100_000, "5.0.0"), StandardCharsets.ISO_8859_1);
    StatusNotification read = (StatusNotification) read(report.replace("Failed.", human));

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
