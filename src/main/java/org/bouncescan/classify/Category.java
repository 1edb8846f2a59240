package org.bouncescan.classify;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The 32 reasons for which mail fails or is delayed. */
public enum Category {
  INVALID_RECIPIENT(BounceClass.HARD, Resolver.NOBODY),
  BAD_DOMAIN(BounceClass.HARD, Resolver.DOMAIN_OWNER),
  RECIPIENT_MOVED(BounceClass.HARD, Resolver.RECIPIENT),
  INACTIVE_MAILBOX(BounceClass.HARD, Resolver.RECIPIENT, Resolver.MAILBOX_PROVIDER),
  MAILBOX_FULL(BounceClass.SOFT, Resolver.RECIPIENT),
  RECIPIENT_RESTRICTED(BounceClass.RESTRICTED, Resolver.RECIPIENT, Resolver.RECIPIENT_POSTMASTER),
  CHALLENGE_RESPONSE(BounceClass.RESTRICTED, Resolver.SENDER, Resolver.RECIPIENT),
  BLOCKED_BY_RECIPIENT(BounceClass.RESTRICTED, Resolver.RECIPIENT, Resolver.RECIPIENT_POSTMASTER),
  POLICY_REJECTED(BounceClass.BLOCK, Resolver.RECIPIENT_POSTMASTER, Resolver.MAILBOX_PROVIDER),
  BLOCKLISTED(BounceClass.BLOCK, Resolver.SENDER),
  BAD_REPUTATION(BounceClass.BLOCK, Resolver.SENDER, Resolver.MAILBOX_PROVIDER),
  SPAM_CONTENT(BounceClass.BLOCK, Resolver.SENDER),
  PROHIBITED_CONTENT(BounceClass.BLOCK, Resolver.SENDER),
  VIRUS_DETECTED(BounceClass.BLOCK, Resolver.SENDER),
  AUTH_FAILED(BounceClass.SENDER, Resolver.SENDER),
  INVALID_SENDER(BounceClass.SENDER, Resolver.SENDER),
  REVERSE_DNS(BounceClass.SENDER, Resolver.SENDER),
  TLS_FAILURE(BounceClass.SENDER, Resolver.RECIPIENT_POSTMASTER, Resolver.SENDER),
  RELAY_DENIED(BounceClass.SOFT, Resolver.DOMAIN_OWNER, Resolver.RECIPIENT_POSTMASTER),
  RATE_LIMITED(BounceClass.SOFT, Resolver.SENDER),
  RECIPIENT_RATE_LIMITED(BounceClass.SOFT, Resolver.MAILBOX_PROVIDER, Resolver.SENDER),
  GREYLISTED(BounceClass.SOFT, Resolver.NOBODY),
  MESSAGE_TOO_LARGE(BounceClass.SOFT, Resolver.SENDER),
  MESSAGE_MALFORMED(BounceClass.SENDER, Resolver.SENDER),
  PROTOCOL_ERROR(BounceClass.SENDER, Resolver.SENDER, Resolver.RECIPIENT_POSTMASTER),
  CONNECTION_FAILED(BounceClass.SOFT, Resolver.RECIPIENT_POSTMASTER),
  DNS_FAILURE(BounceClass.SOFT, Resolver.DOMAIN_OWNER),
  ROUTING_ERROR(BounceClass.SOFT, Resolver.RECIPIENT_POSTMASTER),
  REMOTE_SYSTEM_ERROR(BounceClass.SOFT, Resolver.RECIPIENT_POSTMASTER),
  MESSAGE_EXPIRED(BounceClass.SOFT, Resolver.NOBODY),
  SUPPRESSED_BY_SENDER(BounceClass.SENDER, Resolver.SENDER),
  UNDETERMINED(BounceClass.NONE, Resolver.NOBODY);

  private final BounceClass bounceClass;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Resolver> resolvers;

  Category(BounceClass bounceClass, Resolver... resolvers) {
    this.bounceClass = bounceClass;
    this.resolvers = List.of(resolvers);
  }

  public BounceClass bounceClass() {
    return bounceClass;
  }

  /** Who can fix it, the first one first. */
  public List<Resolver> resolvers() {
    return resolvers;
  }

  /** The name used in files: {@code mailbox_full}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category with this {@link #label}; null when there is none. */
  public static @Nullable Category ofLabel(String label) {
    for (Category c : values()) {
      if (c.label().equals(label)) {
        return c;
      }
    }
    return null;
  }
}
