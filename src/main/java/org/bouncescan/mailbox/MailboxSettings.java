package org.bouncescan.mailbox;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One folder of one account on one server.
 *
 * @param name what the job file calls it; the first part of every {@link MessageKey}
 * @param trustedCa PEM file with the certificates that are trusted instead of the JVM's own; null
 *     for the JVM's own
 * @param folder as people write it, e.g. {@code INBOX} or {@code INBOX/Bounces}
 */
public record MailboxSettings(
    String name,
    String host,
    int port,
    Tls tls,
    @Nullable Path trustedCa,
    String user,
    Login login,
    String folder,
    Timeouts timeouts,
    FetchBounds fetch) {
  public MailboxSettings {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(host, "host is null");
    Objects.requireNonNull(tls, "tls is null");
    Objects.requireNonNull(user, "user is null");
    Objects.requireNonNull(login, "login is null");
    Objects.requireNonNull(folder, "folder is null");
    Objects.requireNonNull(timeouts, "timeouts is null");
    Objects.requireNonNull(fetch, "fetch is null");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be from 1 to 65535: " + port);
    }
  }

  /** INBOX over IMAPS with a password, and every other setting at its default. */
  public static MailboxSettings of(String name, String host, String user, Secret password) {
    return new MailboxSettings(
        name,
        host,
        Tls.IMPLICIT.defaultPort(),
        Tls.IMPLICIT,
        null,
        user,
        new Login.Password(password),
        "INBOX",
        Timeouts.DEFAULT,
        FetchBounds.DEFAULT);
  }

  /** {@code user@host:port/folder}, for errors and logs. */
  public String place() {
    return user + " at " + host + ":" + port;
  }
}
