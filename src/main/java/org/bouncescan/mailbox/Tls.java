package org.bouncescan.mailbox;

/** How the connection to the server is protected. */
public enum Tls {
  /** TLS from the first byte (IMAPS, RFC 8314); port 993. The default. */
  IMPLICIT(993),
  /** Plain connection that must be upgraded before login (RFC 9051 section 6.2.1); port 143. */
  STARTTLS(143),
  /** No protection at all; only by explicit word of the operator. Port 143. */
  NONE(143);

  private final int defaultPort;

  Tls(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  public int defaultPort() {
    return defaultPort;
  }
}
