package org.bouncescan.job;

import java.nio.charset.StandardCharsets;

/** Delivery status notifications as Postfix writes them, as many as a test wants and no two alike. */
final class Reports {
  private static final String[][] REPLIES = {
    {"5.1.1", "550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table"},
    {"5.2.2", "552 5.2.2 <%s>: Mailbox is full, over quota"},
    {"5.5.5", "550 5.5.5 Message not delivered to user without prior approval"},
    {"4.4.1", "connect to mx.example.net[192.0.2.77]:25: Connection timed out"},
    {"5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.example.org"
    }
  };

  private Reports() {}

  /** The n-th report; the replies take turns. */
  static byte[] number(int n) {
    String recipient = "reader" + n + "@domain" + n % 40 + ".example.net";
    String[] reply = REPLIES[n % REPLIES.length];
    String diagnostic = reply[1].formatted(recipient);
    String text = """
        Return-Path: <>
        Received: by mail.example.com (Postfix) id 4XyZ%1$05d; Mon, 23 Nov 2026 10:%2$02d:%3$02d +0000 (UTC)
        Date: Mon, 23 Nov 2026 10:%2$02d:%3$02d +0000 (UTC)
        From: MAILER-DAEMON@mail.example.com (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: bounces@example.com
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b%1$d/mail.example.com"
        Message-Id: <report.%1$d@mail.example.com>

        --b%1$d/mail.example.com
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mail.example.com.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients.

        <%4$s>: host mx.example.net[192.0.2.77] said: %5$s

        --b%1$d/mail.example.com
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example.com
        Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000 (UTC)

        Final-Recipient: rfc822; %4$s
        Original-Recipient: rfc822;%4$s
        Action: failed
        Status: %6$s
        Remote-MTA: dns; mx.example.net
        Diagnostic-Code: smtp; %5$s

        --b%1$d/mail.example.com
        Content-Description: Undelivered Message Headers
        Content-Type: text/rfc822-headers

        Return-Path: <bounces@example.com>
        From: News <news@example.com>
        To: %4$s
        Subject: Our news of November
        Message-ID: <news.%1$d@example.com>

        --b%1$d/mail.example.com--
        """.formatted(n, n / 60 % 60, n % 60, recipient, diagnostic, reply[0]);
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
