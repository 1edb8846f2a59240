package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.dsn.Messages.ROBOT;
import static org.bouncescan.dsn.Messages.read;

import org.bouncescan.dsn.DeliveryReport.AutoReply;
import org.bouncescan.dsn.DeliveryReport.ChallengeResponse;
import org.bouncescan.dsn.DeliveryReport.Complaint;
import org.bouncescan.dsn.DeliveryReport.NotAReport;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.bouncescan.dsn.DeliveryReport.UnsubscribeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What else comes to a return path than failures: complaints, receipts, answers, probes, reports about domains, people. */
class ReportKindsTest {
  private static final String PERSON = """
      Return-Path: <ann@example.org>
      From: Ann <ann@example.org>
      To: bounce@news.example.com
      """;

  private static String feedback(String type, String more) {
    return "From: fbl@provider.example.com\nTo: fbl@news.example.com\nSubject: Feedback\n"
        + "Content-Type: multipart/report; report-type=feedback-report; boundary=f\n\n--f\n\nA report.\n\n--f\n"
        + "Content-Type: message/feedback-report\n\nFeedback-Type: " + type + "\nVersion: 1\n"
        + more
        + "\n--f\nContent-Type: message/rfc822\n\nFrom: news@news.example.com\nTo: greta@provider.example.com\nMessage-ID: <17@news.example.com>\n\nx\n--f--\n";
  }

  @ParameterizedTest // RFC 5965, RFC 6650
  @CsvSource({
    "abuse, ABUSE",
    "fraud, FRAUD",
    "virus, VIRUS",
    "other, OTHER",
    "miscategorized, OTHER"
  })
  void complaints_are_told_by_their_type(String type, FeedbackType expected) {
    DeliveryReport report =
        read(feedback(type, "Original-Rcpt-To: <greta@provider.example.com>\n"));
    assertThat(report).isInstanceOfSatisfying(Complaint.class, it -> {
      assertThat(it.type()).isEqualTo(expected);
      assertThat(it.recipients()).containsExactly("greta@provider.example.com");
    });
  }

  @Test
  void whom_a_provider_hides_is_nobody_but_the_returned_message_is_known() { // RFC 6590
    DeliveryReport report =
        read(feedback("abuse", "Original-Rcpt-To: redacted-1f2e@provider.example.com\n")
            .replace("To: greta@", "To: redacted@"));
    assertThat(report).isInstanceOfSatisfying(Complaint.class, it -> {
      assertThat(it.recipients()).isEmpty();
      assertThat(it.message().returned())
          .isNotNull()
          .extracting(ReturnedMessage::messageId)
          .isEqualTo("17@news.example.com");
    });
  }

  @Test
  void opt_out_not_spam_and_failed_authentication_are_no_complaints() { // RFC 6430, RFC 6591
    assertThat(read(feedback("opt-out", "Removal-Recipient: greta@provider.example.com\n")))
        .isInstanceOf(UnsubscribeRequest.class);
    assertThat(read(feedback("not-spam", ""))).isInstanceOf(NotAReport.class);
    assertThat(read(feedback("auth-failure", "Auth-Failure: dmarc\n")))
        .isInstanceOf(NotAReport.class);
  }

  @ParameterizedTest // RFC 8098
  @ValueSource(strings = {"displayed", "processed", "deleted", "deleted/error"})
  void a_receipt_is_no_failure(String disposition) {
    DeliveryReport report = read(PERSON + "Subject: Read: News\n"
        + "Content-Type: multipart/report; report-type=disposition-notification; boundary=m\n\n--m\n\nYour message was read.\n\n--m\n"
        + "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; ann@example.org\n"
        + "Disposition: manual-action/MDN-sent-manually; " + disposition + "\n\n--m--\n");
    assertThat(report)
        .isInstanceOfSatisfying(
            StatusNotification.class,
            it -> assertThat(it.recipients())
                .extracting(RecipientStatus::action)
                .containsExactly(Action.DELIVERED));
  }

  @ParameterizedTest // RFC 7489 section 7.2, RFC 8460 section 5
  @CsvSource({
    "Report Domain: news.example.com Submitter: provider.example.com, application/gzip",
    "[Preview] Report Domain: news.example.com, application/zip",
    "TLS report, application/tlsrpt+gzip"
  })
  void reports_about_domains_are_left_alone(String subject, String type) {
    assertThat(read("From: noreply-dmarc@provider.example.com\nSubject: " + subject
            + "\nContent-Type: multipart/mixed; boundary=d\n\n--d\nContent-Type: " + type
            + "\nContent-Transfer-Encoding: base64\n\nH4sI\n--d--\n"))
        .isInstanceOf(NotAReport.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your quarantine",
        "Spam Quarantine Summary - [2 message(s)]",
        "Quarantine report for bounce@news.example.com",
        "End User Digest: 2 New Messages"
      })
  void what_a_filter_keeps_from_our_own_mailbox_is_no_failure_of_its_senders(String subject) {
    assertThat(
            read("Return-Path: <>\nFrom: Spam Filter <filter@mx.example.net>\nSubject: " + subject
                + "\n\nA message from ann@example.org was quarantined. It was not delivered.\n"))
        .isInstanceOf(NotAReport.class);
  }

  @ParameterizedTest // RFC 3834 section 5, and what vendors write instead
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "X-Apple-Action: VACATION\nAuto-Submitted: auto-replied",
        "Precedence: auto_reply",
        "X-Zendesk-From-Account-Id: 7a1b",
        "X-Autorespond: away",
        "Auto-Submitted: auto-generated\nIn-Reply-To: <17@news.example.com>",
        "Subject: Automatic reply: News",
        "Subject: Re: News (out of office)",
        "Subject: Abwesenheitsnotiz"
      })
  void answers_of_living_mailboxes_are_told_by_their_marks(String mark) {
    assertThat(read(PERSON + mark + "\n\nI am away until Monday.\n"))
        .isInstanceOfSatisfying(
            AutoReply.class, it -> assertThat(it.mailbox()).isEqualTo("ann@example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sarò assente dal 12 agosto. Questa è una risposta automatica al messaggio.",
        "This is an automated response: we have received your letter.",
        "##- Please type your reply above this line -## Your request (48211) has been received.",
        "CERRADO POR VACACIONES. MENSAJE AUTOMATICO, NO RESPONDER."
      })
  void or_by_their_own_words(String text) {
    assertThat(read(PERSON + "Subject: Re: News\n\n" + text + "\n")).isInstanceOf(AutoReply.class);
    assertThat(read(PERSON + "Subject: Re: News\n\nI got this:\n> " + text + "\n"))
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void mail_software_that_marks_its_report_as_an_answer_still_reports() {
    assertThat(
            read(
                ROBOT + "Auto-Submitted: auto-replied\nX-Failed-Recipients: ann@example.org\n\n"
                    + "This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  ann@example.org\n    Unrouteable address\n"))
        .isInstanceOf(StatusNotification.class);
    assertThat(read(ROBOT + "Auto-Submitted: auto-replied\n\nHello\n"))
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void
      a_report_of_a_known_form_is_one_also_under_the_name_of_a_gateway_that_drops_its_return_path() {
    String letter = "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n\n"
        + "This is the mail system at host relay.example.com.\n\nI'm sorry to have to inform you that your message could not\n"
        + "be delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n"
        + "<paula@club.example.net>: host mx.club.example.net[203.0.113.9] said:\n    550 5.1.1 User unknown (in reply to"
        + " RCPT TO command)\n";

    assertThat(read("From: Mail Gateway <gateway@relay.example.com>\nTo: bounce@news.example.com\n"
            + letter))
        .isInstanceOf(StatusNotification.class);
    assertThat(read(PERSON + letter)).isInstanceOf(AutoReply.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm protecting myself from receiving junk mail. Please click the link below.",
        "This message requires that you verify that you are a real live human being.",
        "Your message was put aside, because you are not on the list of allowed senders.",
        "Please add yourself to my Guest List so your messages will be delivered.",
        "See http://www.sendio.com/authentication-about",
        "I now allow incoming messages only from senders I have approved beforehand.",
        "They are being held because your address was not recognized: ann@example.org"
      })
  void probes_ask_for_a_person(String text) {
    assertThat(read(PERSON + "Subject: Re: News\nX-Autorespond: yes\n\n" + text + "\n"))
        .isInstanceOfSatisfying(
            ChallengeResponse.class, it -> assertThat(it.recipient()).isEqualTo("ann@example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b",
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
      })
  void a_mail_systems_encrypted_letter_is_set_aside(String type) {
    String letter = "Subject: Undelivered mail\nContent-Type: " + type
        + "\n\n--b\nContent-Type: application/octet-stream\n\nhQEMA0000\n--b--\n";

    assertThat(read(ROBOT + letter))
        .isInstanceOfSatisfying(
            DeliveryReport.Unparsable.class, it -> assertThat(it.reason()).contains("encrypted"));
    assertThat(read(PERSON + letter)).isInstanceOf(NotAReport.class);
  }

  @Test
  void a_report_is_read_through_its_signature_and_beside_an_encrypted_original() {
    String report = """
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; ines@example.org
        Action: failed
        Status: 5.1.1

        --b
        Content-Type: message/rfc822

        Message-ID: <enc1@news.example.com>
        To: ines@example.org
        Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m
        Content-Transfer-Encoding: base64

        MIIBHgYJKoZIhvcNAQcDoIIBDzCCAQsCAQAxgcAwgb0CAQAwJjASMRAwDgYD
        --b--
        """;
    String signed =
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=s\n\n--s\n"
            + report
            + "\n--s\nContent-Type: application/pkcs7-signature\n\nMIIB\n--s--\n";

    for (String letter : new String[] {report, signed}) {
      assertThat(read(ROBOT + letter))
          .isInstanceOfSatisfying(
              StatusNotification.class,
              it -> assertThat(it.recipients())
                  .singleElement()
                  .extracting(RecipientStatus::recipient)
                  .isEqualTo("ines@example.org"));
    }
  }

  @Test
  void the_words_beside_a_tnef_attachment_are_read() {
    assertThat(read(ROBOT + """
        Subject: Undeliverable: Hello
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        Your message did not reach some or all of the intended recipients.

        The following recipient(s) could not be reached:

              ruth@example.org on Mon, 2 Nov 2026 10:00:01 +0000
                    The e-mail account does not exist at the organization this message was sent to.
                    <mx.example.org #5.1.1>

        --b
        Content-Type: application/ms-tnef; name=winmail.dat
        Content-Transfer-Encoding: base64

        eJ8+IjIAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAEI
        --b--
        """))
        .isInstanceOfSatisfying(
            StatusNotification.class,
            it -> assertThat(it.recipients())
                .singleElement()
                .extracting(RecipientStatus::recipient)
                .isEqualTo("ruth@example.org"));
  }

  @Test
  void a_list_that_waits_for_its_moderator_has_refused_nothing() {
    assertThat(read("""
            From: list-owner@lists.example.org
            Subject: Your message to list awaits moderator approval

            Your mail to 'list' is being held until the list moderator can review it for approval.
            """)).isInstanceOf(NotAReport.class);
  }

  @ParameterizedTest
  @CsvSource({
    "unsubscribe, ''",
    "Re: News, please remove me from your list",
    "Re: News, merci de me désinscrire de votre liste",
    "AW: News, Bitte streichen Sie mich aus dem Verteiler"
  })
  void a_person_asks_to_leave(String subject, String text) {
    assertThat(read(PERSON + "Subject: " + subject + "\n\n" + text + "\n"))
        .isInstanceOfSatisfying(
            UnsubscribeRequest.class,
            it -> assertThat(it.recipient()).isEqualTo("ann@example.org"));
  }

  @ParameterizedTest
  @CsvSource({
    "Re: News, 'Thanks!\n\n> please remove me from your list was what the footer said'",
    "Fwd: Undelivered Mail Returned to Sender, 'What is this?\n\n<bob@example.org>: 550 5.1.1 User unknown (in reply to RCPT TO command)'",
    "Re: failure notice, 'I think <bob@example.org>: 550 5.1.1 user unknown means that Bob has left.'",
    "Our newsletter, 'Soft and hard bounces: 550 5.1.1 <bob@example.org> user unknown is a hard one.'"
  })
  void people_who_write_about_such_things_report_nothing(String subject, String text) {
    assertThat(read(PERSON + "Subject: " + subject + "\n\n" + text.replace("\\n", "\n") + "\n"))
        .isInstanceOf(NotAReport.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject: AWS Notification Message", "x-amz-sns-message-id: 1"})
  void amazon_tells_bounces_delays_and_complaints_in_json(String mark) {
    String letter = "From: no-reply@sns.amazonaws.com\n" + mark + "\n\n";
    assertThat(
            read(
                letter
                    + "{\"notificationType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"ann@example.org\"}]},\"mail\":{\"destination\":[\"ann@example.org\"]}}\n"))
        .isInstanceOfSatisfying(
            Complaint.class, it -> assertThat(it.recipients()).containsExactly("ann@example.org"));
    assertThat(
            read(
                letter
                    + "{\"eventType\": \"DeliveryDelay\", \"deliveryDelay\": {\"delayedRecipients\": [{\"emailAddress\": \"ann@example.org\", \"diagnosticCode\": \"smtp; 421 4.4.1 Unable to connect\"}]}}\n"))
        .isInstanceOfSatisfying(StatusNotification.class, it -> {
          assertThat(it.recipients().get(0).action()).isEqualTo(Action.DELAYED);
          assertThat(it.recipients().get(0).diagnostic()).isEqualTo("421 4.4.1 Unable to connect");
        });
  }

  @Test
  void a_filter_of_the_reader_may_refuse_by_a_receipt() { // RFC 5429 section 2.1
    String receipt = """
        From: Mail Sieve Subsystem <postmaster@example.org>
        Subject: Automatically rejected mail
        Auto-Submitted: auto-replied (rejected)
        Content-Type: multipart/report; report-type=disposition-notification; boundary=m

        --m

        Your message was automatically rejected by Sieve, a mail filtering language.

        The following reason was given:
        No mail from shops.

        --m
        Content-Type: message/disposition-notification

        Final-Recipient: rfc822; ann@example.org
        Disposition: automatic-action/MDN-sent-automatically; deleted

        --m--
        """;
    RecipientStatus refused = Messages.only(receipt);
    assertThat(refused.action()).isEqualTo(Action.FAILED);
    assertThat(refused.diagnostic()).contains("No mail from shops.");
    assertThat(Messages.only(receipt.replace("automatically rejected by", "shown by"))
            .action())
        .isEqualTo(Action.DELIVERED);
  }

  @Test
  void a_bounce_in_prose_that_a_list_manager_passes_on_is_read() {
    String passedOn = """
        Return-Path: <talk-bounces@lists.example.com>
        From: talk-bounces@lists.example.com
        Subject: Uncaught bounce notification
        Content-Type: multipart/mixed; boundary=u

        --u

        The attached message was received as a bounce.

        --u
        Content-Type: message/rfc822

        Return-Path: <>
        From: MAILER-DAEMON@mx.example.net
        Subject: failure notice

        Hi. This is the qmail-send program at mx.example.net.

        <ann@example.org>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --u--
        """;
    assertThat(Messages.only(passedOn).recipient()).isEqualTo("ann@example.org");
    assertThat(read(passedOn
            .replace("<talk-bounces@lists.example.com>", "<kim@people.example.com>")
            .replace("From: talk-bounces@lists", "From: kim@people")))
        .as("a person forwards it")
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void a_whole_report_that_a_person_attaches_is_read() {
    String attached = """
        Return-Path: <kim@people.example.com>
        From: kim@people.example.com
        Subject: Fwd: Undelivered Mail Returned to Sender
        Content-Type: multipart/mixed; boundary=u

        --u

        This came to our mailbox, it is for you.

        --u
        Content-Type: message/rfc822

        From: MAILER-DAEMON@mx.example.net
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary=r

        --r

        Your message could not be delivered.

        --r
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; ann@example.org
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

        --r--
        --u--
        """;
    assertThat(Messages.only(attached).recipient()).isEqualTo("ann@example.org");
    assertThat(read(attached.replace("MAILER-DAEMON@mx", "lee@people")))
        .as("an answer of another person, which only looks like a report")
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void a_letter_that_nobody_described_is_its_own_reason() {
    assertThat(Messages.only("""
                From: Postmaster <postmaster@gate.example.org>
                Subject: Message not deliverable

                Message not deliverable

                Unknown user: scully at HQ

                ---------- Original header follows ----------
                To: scully@example.org
                Subject: Budget
                """).diagnostic())
        .isEqualTo("Message not deliverable Unknown user: scully at HQ");
  }
}
