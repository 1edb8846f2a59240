package org.bouncescan.classify;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a recipient's mail system.
 *
 * @param name as rules and the guard name it: {@code google}, or a domain where nobody well known runs it
 * @param label as people call it
 */
public record Provider(String name, String label) {
  public Provider {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(label, "label is null");
  }

  /**
   * Who runs the mail of a recipient: by the host that spoke for it, else by its domain, else the domain itself.
   *
   * @param recipientDomain null when unknown
   * @param remoteHost null when unknown
   */
  public static Provider of(@Nullable String recipientDomain, @Nullable String remoteHost) {
    Providers providers = Providers.builtIn();
    Provider byHost = remoteHost == null ? null : providers.ofHost(remoteHost);
    if (byHost != null) {
      return byHost;
    }
    if (recipientDomain != null && !recipientDomain.isEmpty()) {
      Provider byDomain = providers.ofDomain(recipientDomain);
      if (byDomain != null) {
        return byDomain;
      }
      String domain = recipientDomain.toLowerCase(Locale.ROOT);
      return new Provider(domain, domain);
    }
    return new Provider("unknown", "unknown");
  }
}
