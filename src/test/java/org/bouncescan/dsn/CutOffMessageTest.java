package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.dsn.Messages.only;
import static org.bouncescan.dsn.Messages.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a gateway, a quota or a lost connection cut off. */
class CutOffMessageTest {
  private static final String POSTFIX = """
      This is the mail system at host mx.example.net.

      I'm sorry to have to inform you that your message could not
      be delivered to one or more recipients. It's attached below.

                         The mail system

      <ann@example.org>: host mx.example.org[192.0.2.9] said: 550 5.1.1 No such user
          here (in reply to RCPT TO command)

      <bob@example.org>: host mx.example.org[192.0.2.9] said: 552 5.2.2 Mailbox full
          (in reply to RCPT TO command)
      """;
  private static final String FIELDS = """
      Final-Recipient: rfc822; ann@example.org
      Action: failed
      Status: 5.1.1
      Diagnostic-Code: smtp; 550 5.1.1 No such user here

      Final-Recipient: rfc822; bob@example.org
      Action: failed
      Status: 5.2.2
      Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
      """;

  private static String upTo(String end) {
    String whole = Messages.report("Content-Type: message/delivery-status", POSTFIX, FIELDS, "");
    return whole.substring(0, whole.lastIndexOf(end) + end.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No such user here\n",
        "Final-Recipient: rfc822; bob@example",
        "Final-Recipient: rfc822; b",
        "Final-Recipient: rfc8"
      })
  void whom_the_status_part_lost_is_taken_from_the_human_part(String end) {
    assertThat(status(upTo(end)).recipients())
        .extracting(RecipientStatus::recipient)
        .containsExactly("ann@example.org", "bob@example.org");
    assertThat(status(upTo(end)).recipients())
        .extracting(RecipientStatus::status)
        .extracting(Object::toString)
        .containsExactly("5.1.1", "5.2.2");
  }

  @Test
  void nobody_is_told_twice_where_only_the_end_is_missing() {
    assertThat(status(upTo("552 5.2.2 Mailbox full\n")).recipients()).hasSize(2);
    assertThat(status(upTo("552 5.2.2 Mailbox")).recipients()).hasSize(2);
  }

  @Test
  void a_whole_status_part_is_not_added_to() {
    String whole = Messages.report(
        "Content-Type: message/delivery-status",
        POSTFIX,
        FIELDS.substring(0, FIELDS.indexOf("\n\n") + 1),
        "");
    assertThat(only(whole).recipient()).isEqualTo("ann@example.org");
  }

  @Test
  void what_is_left_of_an_address_is_nobodys() {
    String letter = Messages.ROBOT + """

        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          ann@example.co""";

    assertThat(only(letter).recipient()).isNull();
    assertThat(only(letter + "m\n").recipient()).isEqualTo("ann@example.com");
  }
}
