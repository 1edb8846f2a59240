package org.bouncescan.classify;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is ours: a reply that quotes it speaks about us, not about the recipient.
 *
 * @param domains our sending domains, lower case; those below them count as well
 * @param ips our sending IP addresses as replies write them
 */
public record SenderIdentity(Set<String> domains, Set<String> ips) {
  /** Nothing is known of the sender. */
  public static final SenderIdentity UNKNOWN = new SenderIdentity(Set.of(), Set.of());

  public SenderIdentity {
    domains = Set.copyOf(domains);
    ips = Set.copyOf(ips);
  }

  public static SenderIdentity of(List<String> domains, List<String> ips) {
    return new SenderIdentity(lower(domains), lower(ips));
  }

  private static Set<String> lower(List<String> texts) {
    return texts.stream().map(it -> it.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** True where {@code host}, in lower case, is one of our domains or below one. */
  boolean ownsDomain(String host) {
    if (domains.isEmpty()) {
      return false;
    }
    String rest = host;
    while (true) {
      if (domains.contains(rest)) {
        return true;
      }
      int dot = rest.indexOf('.');
      if (dot < 0) {
        return false;
      }
      rest = rest.substring(dot + 1);
    }
  }

  boolean ownsIp(String ip) {
    return ips.contains(ip);
  }
}
