package org.bouncescan.mailbox;

import java.util.Objects;

/** How we prove to the server who we are. */
public sealed interface Login {
  /** A password, sent as PLAIN or LOGIN inside TLS. */
  record Password(Secret password) implements Login {
    public Password {
      Objects.requireNonNull(password, "password is null");
    }
  }

  /**
   * An OAuth 2.0 access token.
   *
   * @param mechanism the SASL mechanism that carries it
   * @param tokens where tokens come from; asked again when one expires
   */
  record OAuth2(Mechanism mechanism, TokenSource tokens) implements Login {
    public OAuth2 {
      Objects.requireNonNull(mechanism, "mechanism is null");
      Objects.requireNonNull(tokens, "tokens is null");
    }
  }

  /** The SASL mechanisms that carry an access token. */
  enum Mechanism {
    /** Microsoft's and Google's own. */
    XOAUTH2,
    /** RFC 7628. */
    OAUTHBEARER
  }
}
