package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.dsn.Messages.only;
import static org.bouncescan.dsn.Messages.report;
import static org.bouncescan.dsn.Messages.status;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of RFC 3464 and RFC 6533, and the ways in which the world writes them. */
class DeliveryStatusTest {
  private static final String PLAIN = """
      Final-Recipient: rfc822; ann@example.org
      Action: failed
      Status: 5.1.1
      Diagnostic-Code: smtp; 550 5.1.1 No such user here
      """;

  @Test
  void all_fields_are_kept() {
    StatusNotification report = status(
        report("""
        Original-Recipient: rfc822;list+2Bann@example.com
        Final-Recipient: rfc822; ann@example.org
        Action: failed
        Status: 5.2.2
        Remote-MTA: dns; MX.example.org
        Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
        Last-Attempt-Date: Tue, 14 May 2019 08:30:00 +0000
        Will-Retry-Until: Wed, 15 May 2019 08:30:00 +0000
        """)
            .replace(
                "Reporting-MTA: dns; mx.example.net",
                "Reporting-MTA: dns; mx.example.net\nOriginal-Envelope-Id: run-17+3D4\nArrival-Date: Mon, 13 May 2019 08:30:00 +0000"));
    RecipientStatus one = report.recipients().get(0);

    assertThat(report.message().reportingMta()).isEqualTo("mx.example.net");
    assertThat(report.message().originalEnvelopeId()).isEqualTo("run-17=4");
    assertThat(report.message().arrivalDate()).isEqualTo("Mon, 13 May 2019 08:30:00 +0000");
    assertThat(one.originalRecipient()).isEqualTo("list+ann@example.com");
    assertThat(one.recipient()).as("the address that we mailed").isEqualTo("list+ann@example.com");
    assertThat(one.finalRecipient()).isEqualTo("ann@example.org");
    assertThat(one.status()).hasToString("5.2.2");
    assertThat(one.replyCode()).isEqualTo(552);
    assertThat(one.diagnostic()).isEqualTo("552 5.2.2 Mailbox full");
    assertThat(one.remoteMta()).isEqualTo("mx.example.org");
    assertThat(one.lastAttempt()).startsWith("Tue, 14 May");
    assertThat(one.willRetryUntil()).startsWith("Wed, 15 May");
  }

  @ParameterizedTest
  @CsvSource({
    "failed, FAILED",
    "delayed, DELAYED",
    "delivered, DELIVERED",
    "relayed, RELAYED",
    "expanded, EXPANDED",
    "FAILED (no retry), FAILED"
  })
  void action_decides_what_happened(String action, Action expected) {
    assertThat(
            only(report(PLAIN.replace("Action: failed", "Action: " + action))).action())
        .isEqualTo(expected);
  }

  @Test
  void an_empty_or_missing_action_is_read_from_the_words_around_it() {
    String delayed = report(
        "Content-Type: message/delivery-status",
        "This is the mail system at host mx.example.net.\n\nYOUR MESSAGE HAS NOT BEEN REJECTED: this is a warning only. You do not need to resend your message.\n\n<ann@example.org>: connect to mx: Connection timed out",
        PLAIN.replace("Action: failed", "Action:").replace("5.1.1", "4.4.1"),
        "");
    assertThat(only(delayed).action()).isEqualTo(Action.DELAYED);
    assertThat(only(report(PLAIN.replace("Action: failed\n", ""))).action())
        .isEqualTo(Action.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Final-Recipient: rfc822;ann@example.org",
        "Final-Recipient: rfc822; <ann@example.org>",
        "Final-Recipient: ann@example.org",
        "final-recipient: RFC822;  ann@EXAMPLE.org",
        "Final-Recipient : rfc822; ann@example.org",
        "Final-Recipient: rfc822;\n ann@example.org",
        "Final-Recipient: rfc822; \"Ann\" <ann@example.org>",
        "Final-Recipient: LOCAL; <ann@example.org>",
        "Final-Recipient: system; <@relay.example.net:ann@example.org>",
        "Final-Recipient: rfc822; smtp:ann@example.org"
      })
  void an_address_is_read_however_it_is_written(String field) {
    RecipientStatus one =
        only(report(PLAIN.replace("Final-Recipient: rfc822; ann@example.org", field)));
    assertThat(one.finalRecipient()).isEqualTo("ann@example.org");
  }

  @Test
  void an_internationalised_address_is_decoded() { // RFC 6533 section 3
    String fields = PLAIN.replace("rfc822; ann@example.org", "utf-8; j\\x{FC}rg@example.org");
    String global = report(
        "Content-Type: message/global-delivery-status",
        "Your message was not delivered.",
        fields,
        "");
    assertThat(only(global).finalRecipient()).isEqualTo("jürg@example.org");
    assertThat(only(report(PLAIN.replace("rfc822; ann@", "utf-8; jürg@"))).finalRecipient())
        .isEqualTo("jürg@example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "5.1.1 (bad destination mailbox address), 5.1.1",
    "(permanent) 5.2.2, 5.2.2",
    "5.7.129, 5.7.129",
    "'', ''",
    "550, ''"
  })
  void a_status_may_hold_comments_or_nothing(String field, String expected) {
    RecipientStatus one = only(report("""
        Final-Recipient: rfc822; ann@example.org
        Action: failed
        Status: %s
        """.formatted(field)));
    assertThat(one.statedStatus() == null ? "" : one.statedStatus().toString()).isEqualTo(expected);
  }

  @Test
  void groups_need_no_empty_line_between_them_and_may_hold_some() {
    String two = PLAIN + PLAIN.replace("ann@", "bob@");
    assertThat(status(report(two)).recipients())
        .extracting(RecipientStatus::recipient)
        .containsExactly("ann@example.org", "bob@example.org");
    String torn = PLAIN.replace("Action:", "\nAction:") + "\n" + PLAIN.replace("ann@", "bob@");
    assertThat(status(report(torn)).recipients())
        .extracting(RecipientStatus::recipient)
        .containsExactly("ann@example.org", "bob@example.org");
  }

  @Test
  void groups_may_begin_with_action() {
    String group = """
        Action: failed
        Final-Recipient: rfc822; ann@example.org
        Status: 5.1.1
        """;
    assertThat(status(report(group + group.replace("ann@", "bob@").replace("5.1.1", "5.2.2")))
            .recipients())
        .extracting(it -> it.recipient() + " " + it.status())
        .containsExactly("ann@example.org 5.1.1", "bob@example.org 5.2.2");
  }

  @Test
  void everything_may_stand_in_one_block() {
    assertThat(only(report(PLAIN)
                .replace("dns; mx.example.net\n\nFinal", "dns; mx.example.net\nFinal"))
            .recipient())
        .isEqualTo("ann@example.org");
  }

  @Test
  void a_field_said_twice_counts_once() {
    String twice =
        PLAIN + "Status: 4.0.0\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\n";
    assertThat(only(report(twice)).statedStatus()).hasToString("5.1.1");
    assertThat(status(report(PLAIN + "\n" + PLAIN)).recipients()).hasSize(1);
  }

  @Test
  void folded_and_repeated_reply_lines_are_one_reason() {
    assertThat(only(report(PLAIN.replace(
                "550 5.1.1 No such user here",
                "550-5.1.1 The account\n does not exist\n\t550 5.1.1 gsmtp")))
            .diagnostic())
        .isEqualTo("550-5.1.1 The account does not exist 550 5.1.1 gsmtp");
    assertThat(only(report(PLAIN.replace(
                "550 5.1.1 No such user here", "550-5.1.1 The account\n550 5.1.1 does not exist")))
            .diagnostic())
        .as("folded without the leading space")
        .isEqualTo("550-5.1.1 The account 550 5.1.1 does not exist");
    assertThat(
            only(report(PLAIN + "Diagnostic-Code: x-unix; procmail failed\n")).diagnostic())
        .contains("No such user here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"smtp", "SMTP", "x-unix", "X-Postfix", "X-Notes", "dns", "x-local-or-remote"})
  void the_type_of_a_diagnostic_is_taken_off(String type) {
    assertThat(only(report(PLAIN.replace("smtp; 550 5.1.1 No", type + "; No"))).diagnostic())
        .isEqualTo("No such user here");
  }

  @Test
  void a_status_part_may_be_encoded_or_named_differently() {
    String body = "Reporting-MTA: dns; mx.example.net\n\n" + PLAIN;
    String base64 = Base64.getMimeEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    String plain = report(PLAIN);
    String encoded = plain.replace(
        "message/delivery-status\n\n" + body,
        "message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + base64 + "\n");
    assertThat(encoded).isNotEqualTo(plain);
    assertThat(only(encoded).recipient()).isEqualTo("ann@example.org");
    String quoted = plain.replace(
        "message/delivery-status\n\n" + body,
        "message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n\n"
            + body.replace("@", "=40"));
    assertThat(only(quoted).recipient()).isEqualTo("ann@example.org");
    for (String type :
        new String[] {"text/plain", "text/plain; name=details.txt", "MESSAGE/Delivery-Status"}) {
      assertThat(only(plain.replace("message/delivery-status\n", type + "\n")).recipient())
          .as(type)
          .isEqualTo("ann@example.org");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\r\r\n"})
  void any_line_end_is_one(String end) {
    RecipientStatus one = only(report(PLAIN).replace("\n", end));
    assertThat(one.recipient()).isEqualTo("ann@example.org");
    assertThat(one.diagnostic()).isEqualTo("550 5.1.1 No such user here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r\n\r\n", "From MAILER-DAEMON Tue May 14 08:30:00 2019\n", ">From x\n"})
  void a_message_may_begin_with_something_else(String lead) {
    assertThat(only(lead + report(PLAIN)).recipient()).isEqualTo("ann@example.org");
  }

  @Test
  void boundaries_may_be_wrong_or_missing() {
    String plain = report(PLAIN);
    for (String broken : new String[] {
      plain.replace("boundary=b\n", "boundary=another\n"),
      plain.replace("; boundary=b\n", "\n"),
      plain.replace("boundary=b\n", "boundary=\"b \"\n"),
      plain.replace("--b--\n", ""),
      plain.replace("multipart/report; report-type=delivery-status; boundary=b", "text/plain"),
      plain.replaceFirst("(?m)^MIME-Version.*\nContent-Type.*\n", "")
    }) {
      assertThat(only(broken).recipient()).as(broken).isEqualTo("ann@example.org");
    }
  }

  @Test
  void a_report_is_found_at_any_depth_and_with_any_report_type() { // RFC 6522 section 3
    String inner = report(PLAIN).substring(report(PLAIN).indexOf("Content-Type:"));
    for (String wrap :
        new String[] {"mixed", "signed; protocol=\"application/pkcs7-signature\"", "related"}) {
      String outer = Messages.ROBOT + "Content-Type: multipart/" + wrap + "; boundary=o\n\n--o\n"
          + inner + "\n--o\nContent-Type: application/pkcs7-signature\n\nMIIB\n--o--\n";
      assertThat(only(outer).recipient()).as(wrap).isEqualTo("ann@example.org");
    }
    assertThat(only(report(PLAIN).replace("report-type=delivery-status", "report-type=x-own"))
            .recipient())
        .isEqualTo("ann@example.org");
  }

  @Test
  void a_vendor_field_beats_a_vague_diagnostic() {
    assertThat(only(report("""
            Final-Recipient: rfc822; ann@example.org
            Action: failed
            Status: 5.0.0
            Diagnostic-Code: smtp; 554 Failed
            X-Supplementary-Info: <550 5.7.1 Message blocked: sender is on the list of example.net>
            """)).diagnostic()).startsWith("550 5.7.1 Message blocked");
  }

  @Test
  void the_reply_in_the_frame_of_a_relay_is_the_reason() {
    RecipientStatus one = only(
        report(
            PLAIN.replace(
                "550 5.1.1 No such user here",
                "5.1.0 - Unknown address error 550-'5.7.1 <ann@example.org>... Only members may write' (delivery attempts: 0)")));
    assertThat(one.diagnostic()).isEqualTo("550 5.7.1 <ann@example.org>... Only members may write");
    assertThat(one.status()).hasToString("5.7.1");
  }

  @Test
  void the_human_part_tells_the_phase_and_what_a_vague_code_hides() {
    String postfix = report(
            "Content-Type: message/delivery-status",
            "This is the mail system at host mx.example.net.\n\n<ann@example.org>: host mx.example.org[192.0.2.1] said: 550\n    Unknown user ann@example.org (in reply to end of DATA command)",
            PLAIN.replace("550 5.1.1 No such user here", "550 Unknown user ann@example.org"),
            "")
        .replace("Reporting-MTA", "X-Postfix-Queue-ID: 1\nReporting-MTA");
    assertThat(only(postfix).phase()).isEqualTo(SmtpPhase.END_OF_DATA);
    String vague = report(
        "Content-Type: message/delivery-status",
        "Hi. This is the qmail-send program at mx.example.net.\n\n<ann@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.7.1 Only members of this list may post\n",
        "Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.0.0\n",
        "");
    assertThat(only(vague).diagnostic()).contains("Only members of this list may post");
    assertThat(only(vague).status()).hasToString("5.7.1");
  }

  @ParameterizedTest
  @CsvSource({
    "550 5.2.1 La bo?te de ce destinataire est d?sactiv?e",
    "550 5.2.1 La bo\uFFFDte de ce destinataire est d\uFFFDsactiv\uFFFDe",
    "550 5.2.1 La bo\u00C3\u00AEte de ce destinataire est d\u00C3\u00A9sactiv\u00C3\u00A9e"
  })
  void letters_lost_in_the_diagnostic_are_taken_from_the_human_part(String broken) {
    String whole = "550 5.2.1 La bo\u00EEte de ce destinataire est d\u00E9sactiv\u00E9e";
    String message = report(
            "Content-Type: message/delivery-status",
            "This is the mail system at host mx.example.net.\n\n<ann@example.org>: host mx.example.org[192.0.2.1] said: "
                + whole,
            PLAIN.replace("550 5.1.1 No such user here", broken),
            "")
        .replace(
            "boundary=b\n\n--b\n\n",
            "boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n");

    assertThat(only(message).diagnostic()).endsWith(whole);
    assertThat(only(message.replace(whole, "550 5.2.1 Quota exceeded for this one"))
            .diagnostic())
        .isEqualTo(broken);
  }

  @Test
  void a_domain_that_was_folded_is_one() {
    assertThat(only(report(
                "Final-Recipient: rfc822; ann@department-of-long-names.\n  example.org\nAction: failed\nStatus: 5.1.1\n"))
            .finalRecipient())
        .isEqualTo("ann@department-of-long-names.example.org");
  }

  @Test
  void a_reply_of_success_is_no_reason_for_a_failure() {
    String message = report(
        "Content-Type: message/delivery-status",
        """
        ----- The following addresses had permanent fatal errors -----
        <ann@example.org>

        ----- Transcript of session follows -----
        ... while talking to mx.example.org.:
        >>> RCPT To:<ann@example.org>
        <<< 550 5.7.1 <ann@example.org> Only members may write
        550 <ann@example.org>... User unknown
        """,
        PLAIN.replace("550 5.1.1 No such user here", "250 OK"),
        "");
    assertThat(only(message).diagnostic()).contains("Only members may write");
  }

  @Test
  void the_status_fields_may_be_an_attachment_of_any_type() {
    String message = Messages.ROBOT
        + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the attached file.\n\n--b\n"
        + "Content-Type: application/octet-stream; name=ATT00001.dat\n\nReporting-MTA: dns; mx.example.net\n\n"
        + PLAIN
        + "\n--b--\n";
    assertThat(only(message).diagnostic()).isEqualTo("550 5.1.1 No such user here");
    assertThat(Messages.read(message.replace("Reporting-MTA", "My notes. Reporting-MTA")))
        .as("only where it begins with them")
        .isNotInstanceOf(StatusNotification.class);
  }

  @Test
  void plain_text_that_is_called_base64_is_plain_text() {
    assertThat(only(Messages.ROBOT
                + "Content-Transfer-Encoding: base64\n\nDelivery to the following recipients failed.\n\n   ann@example.org\n\n550 5.1.1 User unknown\n")
            .recipient())
        .isEqualTo("ann@example.org");
  }
}
