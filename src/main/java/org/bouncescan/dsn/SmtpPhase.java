package org.bouncescan.dsn;

/** The point of the SMTP dialogue (RFC 5321 section 4.1.1) at which the reply was given. */
public enum SmtpPhase {
  CONNECT,
  HELO,
  STARTTLS,
  AUTH,
  MAIL_FROM,
  RCPT_TO,
  /** The DATA command itself. */
  DATA,
  /** The final reply, after the message was sent. */
  END_OF_DATA
}
