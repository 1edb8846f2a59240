package org.bouncescan.suppress;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;

/**
 * Somebody says that our mail is allowed now.
 *
 * @param line where it stands in the claims file
 * @param scope an address or a domain, in lower case; a domain covers its subdomains
 * @param claimedOn the day it was said
 * @param claimedBy who said it; empty where the file does not say
 * @param identities what was allowed: addresses, domains, IPs, in their words; empty where the file does not say
 * @param note anything else
 */
public record Claim(
    long line,
    String scope,
    LocalDate claimedOn,
    String claimedBy,
    String identities,
    String note) {
  public Claim {
    Objects.requireNonNull(scope, "scope is null");
    Objects.requireNonNull(claimedOn, "claimedOn is null");
  }

  /** True where the claim is about this address. */
  public boolean covers(String address) {
    String key = MailAddress.key(address);
    if (scope.indexOf('@') > 0) {
      return key.equals(scope);
    }
    String domain = key.substring(key.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return domain.equals(scope) || domain.endsWith("." + scope);
  }

  /** From here on bounces contradict it: the end of its day, because a bounce of that day may be older. */
  public Instant since() {
    return claimedOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
