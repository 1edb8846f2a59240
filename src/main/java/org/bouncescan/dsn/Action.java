package org.bouncescan.dsn;

/** What the reporting MTA did for a recipient: the Action field of RFC 3464 section 2.3.3. */
public enum Action {
  FAILED,
  DELAYED,
  DELIVERED,
  RELAYED,
  EXPANDED
}
