package org.bouncescan.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.jspecify.annotations.Nullable;

/** Letters that are ready to send: to a recipient whose mailbox refuses us, and to the people who run it. */
final class ContactTexts {
  private static final int RECIPIENTS_NAMED = 10;

  private ContactTexts() {}

  /** To the person, in plain words; sent through another channel than this mail. */
  static String forRecipient(Contact contact) {
    return "Our e-mail to " + contact.address() + " was refused "
        + (contact.times() == 1 ? "" : contact.times() + " times, last ")
        + "on " + day(contact.lastSeen()) + ", because " + why(contact) + "."
        + (contact.reply().isBlank() ? "" : " The answer was: \"" + contact.reply() + "\".")
        + " If you want our mail, " + personAsk(contact) + ": " + allow(List.of(contact))
        + ". If you do not, tell us, and we will take you off the list.";
  }

  /** To the recipient's IT: all that was refused at one domain, with the evidence. */
  static String forIt(List<Contact> contacts) {
    Contact last = contacts.get(0);
    Instant first = last.firstSeen();
    int times = 0;
    for (Contact it : contacts) {
      last = it.lastSeen().isAfter(last.lastSeen()) ? it : last;
      first = it.firstSeen().isBefore(first) ? it.firstSeen() : first;
      times += it.times();
    }
    boolean group = contacts.stream().anyMatch(it -> "group_members_only".equals(it.subtype()));
    return "Mail from us to " + recipients(contacts) + " was refused " + times(times) + " "
        + between(first, last.lastSeen()) + evidence(last) + " We think that " + why(last) + "."
        + " If the recipients should receive our mail, please " + itAsk(last) + ": "
        + allow(contacts)
        + ". Please note: our return-path may differ with every message, so an entry for one address does not match, "
        + "a domain does; an entry for a domain fails where DKIM or SPF is not checked against that domain; "
        + "a filter in front of the mail server needs the same entry"
        + (group
            ? "; a group that takes mail from members only needs our address as a mail contact, or external senders"
                + " allowed."
            : ".");
  }

  private static String between(Instant first, Instant last) {
    return day(first).equals(day(last))
        ? "on " + day(last) + " (UTC)"
        : "between " + day(first) + " and " + day(last) + " (UTC)";
  }

  private static String evidence(Contact last) {
    return (last.host() == null ? "" : " by " + last.host())
        + (last.reply().isBlank() ? "" : ", last with: \"" + last.reply() + "\"")
        + (last.messageId() == null
            ? "."
            : ", at " + last.lastSeen().truncatedTo(ChronoUnit.SECONDS) + ", Message-ID "
                + last.messageId() + ".");
  }

  private static String why(Contact contact) {
    return switch (contact.category()) {
      case CHALLENGE_RESPONSE ->
        "a filter wants a person to confirm every new sender before it delivers";
      case BLOCKED_BY_RECIPIENT -> "the organisation has blocked our address, domain or server";
      case POLICY_REJECTED -> "a rule of the organisation refuses our mail";
      default ->
        switch (Objects.requireNonNullElse(contact.subtype(), "")) {
          case "org_internal_only" -> "the mailbox takes mail from inside the organisation only";
          case "group_members_only" -> "this group takes mail from its members only";
          case "moderated" -> "a moderator must approve mail to it first";
          case "partner_route_only" -> "the mailbox takes mail by way of an agreed route only";
          default -> "the mailbox takes mail from approved senders only";
        };
    };
  }

  private static String personAsk(Contact contact) {
    return switch (Objects.requireNonNullElse(contact.subtype(), "")) {
      case "org_internal_only" ->
        "please give us an address that takes mail from outside, or ask your IT to accept these senders for this one";
      case "group_members_only" ->
        "please have the owner of the group add one of these as a member or allowed sender";
      case "moderated" ->
        "please ask the moderator to release our mail, and not to ask again for these senders";
      default -> "please allow these senders in your mailbox, or forward this to your IT";
    };
  }

  private static String itAsk(Contact contact) {
    return switch (Objects.requireNonNullElse(contact.subtype(), "")) {
      case "org_internal_only" ->
        "accept senders from outside for these addresses (in Exchange and Microsoft 365: do not require that senders"
            + " are authenticated, or put a mail contact for ours on the accept list)";
      case "partner_route_only" -> "accept these in the connector or the gateway in front";
      default -> "allow";
    };
  }

  private static String allow(List<Contact> contacts) {
    Set<String> from = new TreeSet<>();
    Set<String> fromDomains = new TreeSet<>();
    Set<String> envelopes = new TreeSet<>();
    Set<String> ips = new TreeSet<>();
    Set<String> dkim = new TreeSet<>();
    for (Contact it : contacts) {
      Identity identity = it.identity();
      if (identity.headerFrom() != null) {
        from.add(identity.headerFrom());
      }
      add(fromDomains, BounceRow.domain(identity.headerFrom()));
      add(envelopes, BounceRow.domain(identity.envelopeFrom()));
      add(ips, identity.ip());
      dkim.addAll(identity.dkimDomains());
    }
    List<String> parts = new ArrayList<>();
    part(parts, "From address ", from);
    part(parts, "From domain ", fromDomains);
    part(parts, "envelope domain ", envelopes);
    part(parts, "sending IP ", ips);
    part(parts, "DKIM domain d=", dkim);
    List<String> ours = contacts.get(0).ours();
    if (parts.isEmpty() && !ours.isEmpty()) {
      return "all mail of " + String.join(", ", ours);
    }
    return parts.isEmpty()
        ? "(the reports do not say as whom we sent: add our From domain, envelope domain, IPs and DKIM domain here)"
        : String.join("; ", parts);
  }

  private static void add(Set<String> set, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      set.add(value);
    }
  }

  private static void part(List<String> parts, String name, Set<String> values) {
    if (!values.isEmpty()) {
      parts.add(name + String.join(", ", values));
    }
  }

  private static String recipients(List<Contact> contacts) {
    Set<String> named = new LinkedHashSet<>();
    contacts.stream().limit(RECIPIENTS_NAMED).forEach(it -> named.add(it.address()));
    int more = contacts.size() - named.size();
    return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
  }

  private static String times(int times) {
    return times == 1 ? "once" : times + " times";
  }

  private static String day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
