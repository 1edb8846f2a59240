package org.bouncescan.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
        + "on " + day(contact.lastSeen()) + ", because "
        + why(contact.subtype()) + ". Your mail server said: \"" + contact.reply() + "\". "
        + "If you want our mail, please allow these senders in your mailbox, or forward this to your IT: "
        + allow(List.of(contact)) + ". If you do not, tell us, and we will take you off the list.";
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
    return "Mail from us to " + recipients(contacts) + " was refused " + times(times)
        + " between " + day(first) + " and " + day(last.lastSeen()) + " (UTC)"
        + (last.host() == null ? "" : " by " + last.host()) + ", last with: \"" + last.reply()
        + "\". These recipients may not receive mail from outside or from senders that were not approved. "
        + "If they should receive ours, please allow: " + allow(contacts) + ". "
        + "Please note: our return-path may differ with every message, so an entry for one address does not match, "
        + "a domain does; an entry for a domain fails where DKIM or SPF is not checked against that domain; "
        + "a filter in front of the mail server needs the same entry; a group that takes mail from members only needs "
        + "our address as a mail contact or external senders allowed.";
  }

  private static String why(@Nullable String subtype) {
    return switch (subtype == null ? "" : subtype) {
      case "org_internal_only" -> "the mailbox takes mail from inside the organisation only";
      case "group_members_only" -> "this group takes mail from its members only";
      case "moderated" -> "a moderator must approve mail to it first";
      case "partner_route_only" -> "the mailbox takes mail by way of an agreed route only";
      default -> "the mailbox takes mail from approved senders only";
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
