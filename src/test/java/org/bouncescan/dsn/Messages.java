package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;

/** Whole messages as tests write them, and how they are read. */
final class Messages {
  static final String ROBOT = """
      Return-Path: <>
      From: MAILER-DAEMON@mx.example.net
      To: bounce@news.example.com
      Subject: Undelivered Mail
      """;
  private static final ReportReader READER = new ReportReader(Limits.DEFAULT);

  private Messages() {}

  static DeliveryReport read(String message) {
    return READER.read(message.getBytes(StandardCharsets.UTF_8));
  }

  static DeliveryReport read(byte[] message) {
    return READER.read(message);
  }

  static StatusNotification status(String message) {
    DeliveryReport report = read(message);
    assertThat(report).isInstanceOf(StatusNotification.class);
    return (StatusNotification) report;
  }

  static RecipientStatus only(String message) {
    StatusNotification report = status(message);
    assertThat(report.recipients()).hasSize(1);
    return report.recipients().get(0);
  }

  /** A report (RFC 3464) with these fields after the group of the message. */
  static String report(String fields) {
    return report(
        "Content-Type: message/delivery-status", "Your message was not delivered.", fields, "");
  }

  /** A report that returns a message with this header. */
  static String returning(String fields, String header) {
    return report(
        "Content-Type: message/delivery-status",
        "Your message was not delivered.",
        fields,
        "--b\nContent-Type: message/rfc822\n\n" + header + "\nHello\n\n");
  }

  static String report(String partHeader, String human, String fields, String more) {
    return ROBOT
        + "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        + human
        + "\n\n--b\n"
        + partHeader
        + "\n\n"
        + "Reporting-MTA: dns; mx.example.net\n\n"
        + fields
        + "\n"
        + more
        + "--b--\n";
  }
}
