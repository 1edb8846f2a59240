package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.dsn.Messages.only;
import static org.bouncescan.dsn.Messages.report;
import static org.bouncescan.dsn.Messages.returning;
import static org.bouncescan.dsn.Messages.status;

import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which address is meant: the one that we mailed, as far as the report proves it, and never one that is made up. */
class MailedAddressTest {
  private static final String FORWARDED = """
      Final-Recipient: rfc822; ann@home.example.org
      Action: failed
      Status: 5.1.1
      """;

  @Test
  void original_recipient_is_the_one_that_was_mailed() { // RFC 3461 section 4.2
    RecipientStatus one =
        only(report("Original-Recipient: rfc822;ann+2Bnews@work.example.com\n" + FORWARDED));
    assertThat(one.recipient()).isEqualTo("ann+news@work.example.com");
    assertThat(one.finalRecipient()).isEqualTo("ann@home.example.org");
  }

  @Test
  void a_forwarder_is_seen_where_a_server_noted_the_envelope() {
    for (String field :
        new String[] {"Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To"}) {
      RecipientStatus one = only(returning(
          FORWARDED,
          field
              + ": ann@work.example.com\nFrom: news@news.example.com\nTo: ann@work.example.com\n"));
      assertThat(one.recipient()).as(field).isEqualTo("ann@work.example.com");
      assertThat(one.finalRecipient()).isEqualTo("ann@home.example.org");
    }
  }

  @Test
  void a_returned_to_that_nothing_ties_to_the_failure_proves_nothing() {
    assertThat(
            only(returning(FORWARDED, "From: news@news.example.com\nTo: list@work.example.com\n"))
                .recipient())
        .isEqualTo("ann@home.example.org");
  }

  @Test
  void a_local_name_is_completed_from_the_returned_to_alone() {
    String local = FORWARDED.replace("ann@home.example.org", "ann");
    assertThat(only(returning(local, "From: news@news.example.com\nTo: ann@work.example.com\n"))
            .recipient())
        .isEqualTo("ann@work.example.com");
    assertThat(only(returning(local, "From: news@news.example.com\nTo: bob@work.example.com\n"))
            .recipient())
        .isEqualTo("ann");
    assertThat(only(report(local)).recipient()).isEqualTo("ann");
  }

  @Test
  void one_who_is_named_nowhere_is_the_returned_to_where_that_is_alone() {
    String nobody = "Action: failed\nStatus: 5.1.1\n";
    assertThat(only(returning(nobody, "From: n@news.example.com\nTo: ann@work.example.com\n"))
            .recipient())
        .isEqualTo("ann@work.example.com");
    assertThat(only(returning(
                nobody, "From: n@news.example.com\nTo: ann@work.example.com, bob@x.example.com\n"))
            .recipient())
        .isNull();
  }

  @Test
  void expanded_and_generated_addresses_lead_back_to_the_mailed_one() {
    RecipientStatus postfix = only(
        Messages.ROBOT
            + "\nThis is the mail system at host mx.example.net.\n\n<ann@home.example.org> (expanded from\n    <ann@work.example.com>): user unknown\n");
    assertThat(postfix.recipient()).isEqualTo("ann@work.example.com");
    assertThat(postfix.finalRecipient()).isEqualTo("ann@home.example.org");
    RecipientStatus exim = only(
        Messages.ROBOT
            + "\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  ann@home.example.org\n    (generated from ann@work.example.com)\n    Unrouteable address\n");
    assertThat(exim.recipient()).isEqualTo("ann@work.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "bounces+ann=example.org@news.example.com, ann@example.org",
    "bounces+ann.lee-smith=Example.ORG@news.example.com, ann.lee-smith@example.org",
    "news-return-17-ann=example.org@news.example.com, ann@example.org",
    "bounce-5899542-1206365-ann=example.org@news.example.com, ann@example.org",
    "bounce-ann=example.org@news.example.com, ann@example.org",
    "news-list-ann=example.org@news.example.com, ''",
    "prvs=4711=bounce@news.example.com, ''",
    "SRS0=HHH=TT=example.org=ann@news.example.com, ''",
    "bounces+ann@news.example.com, ''",
    "bounces+ann=localhost@news.example.com, ''",
    "bounces+=example.org@news.example.com, ''"
  })
  void a_variable_return_path_names_the_recipient_where_it_is_certain(
      String path, String expected) {
    String found = VerpAddress.recipient(path);
    assertThat(found == null ? "" : found).isEqualTo(expected);
  }

  @Test
  void the_return_path_is_asked_where_nothing_else_names_anybody() {
    String letter = Messages.ROBOT.replace("bounce@news", "bounce+ann=example.org@news")
        + "\nYour message could not be delivered: the mailbox is full.\n";
    StatusNotification report = status(letter);
    assertThat(report.recipients().get(0).recipient()).isEqualTo("ann@example.org");
    assertThat(report.message().lowConfidence()).isTrue();
    assertThat(report.message().dialect()).isEqualTo("generic");
    assertThat(report.recipients().get(0).diagnostic()).contains("the mailbox is full");
  }

  @Test
  void a_report_that_a_robot_returns_is_not_taken_for_the_failure() {
    String nested = "From: MAILER-DAEMON@other.example.net\nTo: bounce@news.example.com\n"
        + "Content-Type: multipart/report; boundary=i\n\n--i\nContent-Type: message/delivery-status\n\n"
        + FORWARDED + "\n--i--\n";
    assertThat(only(returning(FORWARDED.replace("ann@", "zoe@"), nested)).recipient())
        .isEqualTo("zoe@home.example.org");
  }

  @Test
  void a_report_in_a_letter_of_a_robot_that_names_nobody_itself_is_read() {
    String inner = "From: MAILER-DAEMON@other.example.net\nTo: bounce@news.example.com\n"
        + "Content-Type: multipart/report; boundary=i\n\n--i\nContent-Type: message/delivery-status\n\n"
        + FORWARDED + "\n--i--\n";
    String robot = Messages.ROBOT
        + "Content-Type: multipart/mixed; boundary=o\n\n--o\n\nNotice of the gateway.\n\n--o\n"
        + "Content-Type: message/rfc822\n\n" + inner + "\n--o--\n";
    assertThat(only(robot).recipient()).isEqualTo("ann@home.example.org");
  }

  @Test
  void helpers_senders_and_the_reader_of_the_report_are_nobody() {
    StatusNotification report = status(Messages.ROBOT
        + "\nYour message from kim@news.example.com could not be delivered.\nTo: bounce@news.example.com\n"
        + "550 5.1.1 write to postmaster@mx.example.net or support@mx.example.net\n"
        + "550 5.1.1 ann@example.org unknown user\n");
    assertThat(report.recipients())
        .extracting(RecipientStatus::recipient)
        .contains("ann@example.org")
        .doesNotContain(
            "postmaster@mx.example.net", "support@mx.example.net", "bounce@news.example.com");
  }
}
