package org.bouncescan.dsn;

/** The Feedback-Type of an abuse report (RFC 5965 section 3.1, RFC 6591, RFC 6430). */
public enum FeedbackType {
  ABUSE,
  FRAUD,
  VIRUS,
  OPT_OUT,
  OTHER
}
