package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncescan.dsn.SmtpPhase;
import org.junit.jupiter.api.Test;

class ReplyTextTest {
  private static ReplyText text(String reply) {
    return ReplyText.of(ReplyShape.of(reply, SenderIdentity.UNKNOWN).text());
  }

  private static String shape(String reply) {
    return ReplyShape.of(reply, SenderIdentity.UNKNOWN).text();
  }

  @Test
  void continuation_lines_are_joined_and_repeated_codes_dropped() {
    ReplyText reply =
        text("550-5.7.1 Our system has\n 550-5.7.1 detected that\r\n550 5.7.1 - gsmtp");

    assertThat(reply.tail()).isEqualTo("550 5.7.1 our system has detected that - gsmtp");
    assertThat(reply.masked()).isEqualTo("550 5.7.1 Our system has detected that - gsmtp");
  }

  @Test
  void what_a_gateway_calls_the_response_is_the_reply() {
    assertThat(
            text("192.0.2.12 does not like recipient. Remote host said[Response Message]: 550 5.1.1 unknown user")
                .tail())
        .isEqualTo("550 5.1.1 unknown user");
  }

  @Test
  void a_reply_from_the_log_of_qmail_has_its_blanks_again() {
    assertThat(
            text("192.0.2.22_does_not_like_recipient./Remote_host_said:_550_5.7.1_Relaying_denied/")
                .tail())
        .startsWith("550 5.7.1 relaying denied");
  }

  @Test
  void the_type_of_the_diagnostic_and_the_command_answered_are_no_part_of_the_reply() {
    ReplyText reply = text("smtp; 550 5.1.1 No such user (in reply to RCPT TO command)");

    assertThat(reply.tail()).isEqualTo("550 5.1.1 no such user");
    assertThat(reply.phase()).isEqualTo(SmtpPhase.RCPT_TO);
    assertThat(reply.replyCode()).isEqualTo(550);
    assertThat(reply.status()).hasToString("5.1.1");
  }

  @Test
  void the_last_of_several_servers_speaks() {
    ReplyText reply = text("host a.example[192.0.2.1] said: 450 4.1.1 unverified address: host"
        + " b.example[192.0.2.2] said: 550 5.1.1 unknown user (in reply to RCPT TO command)");

    assertThat(reply.tail()).isEqualTo("550 5.1.1 unknown user");
  }

  @Test
  void what_was_said_of_our_own_address_is_no_word_about_the_recipient() {
    ReplyText reply = text(
        "host mx.example[192.0.2.1] said: 550 5.1.7 <n@example.net>: Sender address"
            + " rejected: undeliverable address: host mx.example.net[192.0.2.9] said: 550 User unknown");

    assertThat(reply.tail()).contains("sender address rejected").contains("user unknown");
  }

  @Test
  void where_the_last_server_gave_only_a_code_the_whole_is_kept() {
    assertThat(text("host a.example[192.0.2.1] said: 421 (in reply to RCPT TO)").whole())
        .contains("421");
  }

  @Test
  void exim_names_the_phase_and_the_host_before_the_reply() {
    ReplyText reply = text("SMTP error from remote mail server after end of data:"
        + " host mx.example.com [192.0.2.1]: 554 5.7.1 no thanks");

    assertThat(reply.phase()).isEqualTo(SmtpPhase.END_OF_DATA);
    assertThat(reply.host()).isEqualTo("mx.example.com");
    assertThat(reply.tail()).isEqualTo("554 5.7.1 no thanks");
  }

  @Test
  void a_code_needs_no_digit_or_dot_on_either_side() {
    assertThat(text("mail from 5.1.1.10 refused").status()).isNull();
    assertThat(text("550 5.7.129 no").status()).hasToString("5.7.129");
  }

  @Test
  void what_differs_from_message_to_message_is_masked() {
    assertThat(shape("<a.b+c@example.com>: no")).isEqualTo("<[address]>: no");
    assertThat(shape("client [192.0.2.1] or 2001:db8::1 refused"))
        .isEqualTo("client [[IP]] or [IP] refused");
    assertThat(shape("queued as 4ABCD12EF3G4 at 12:30:45")).isEqualTo("queued as [id] at [time]");
    assertThat(shape("message 1234567 of 12345 bytes")).isEqualTo("message [n] of 12345 bytes");
    assertThat(text("see https://example.com/why?id=1.").masked()).isEqualTo("see [URL]");
  }

  @Test
  void what_names_a_cause_is_not_masked() {
    for (String code : new String[] {
      "550 5.7.1",
      "(S2017062302)",
      "OFR_417",
      "[TSS04]",
      "554.30",
      "AS(12345)",
      "LPN007_426",
      "#5.1.0"
    }) {
      assertThat(shape("x " + code + " y")).isEqualTo("x " + code + " y");
    }
  }
}
