package org.bouncescan.suppress;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.jspecify.annotations.Nullable;

/** What the bounces since a claim say about it. Takes evidence in order of receipt, keeps the first and the last. */
public final class ClaimJudge {
  /** How a claim stands. */
  public enum Standing {
    /** Mail is still refused. */
    CONTRADICTED,
    /** Mail came through since. */
    HOLDING,
    /** Nothing is known since. */
    UNTESTED;

    /** The name used in files: {@code contradicted}, … */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The answer.
   *
   * @param bounces how many messages were refused since
   * @param first the first refusal; null when none
   * @param last the last refusal; null when none
   * @param likelyReason why the allow-listing missed, as far as can be told; empty unless contradicted
   */
  public record Judged(
      Claim claim,
      Standing standing,
      int bounces,
      @Nullable ClaimEvidence first,
      @Nullable ClaimEvidence last,
      String likelyReason) {}

  private static final int ENVELOPES_KEPT = 3;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.:_+=@/-]{3,254}");
  private static final Pattern GATEWAY = Pattern.compile(
      "(?i)(?:^|\\.)(?:mimecast|pphosted|ppe-hosted|barracudanetworks|ess\\.barracuda|iphmx|messagelabs|mailcontrol"
          + "|trendmicro|hydra\\.sophos|mailspamprotection|antispamcloud|hornetsecurity|spamexperts|fireeyecloud)\\b");

  private final Claim claim;
  private final Set<String> envelopes = new LinkedHashSet<>();
  private int bounces;
  private @Nullable ClaimEvidence first;
  private @Nullable ClaimEvidence last;
  private @Nullable ClaimEvidence support;

  public ClaimJudge(Claim claim) {
    this.claim = claim;
  }

  /** Takes a report into account; what is older than the claim or about other addresses is passed over. */
  public void accept(ClaimEvidence evidence) {
    if (evidence.at().isBefore(claim.since()) || !claim.covers(evidence.address())) {
      return;
    }
    if (evidence.supports()) {
      support = support == null || evidence.at().isAfter(support.at()) ? evidence : support;
    } else if (evidence.contradicts()) {
      bounces++;
      first = first == null || evidence.at().isBefore(first.at()) ? evidence : first;
      last = last == null || !evidence.at().isBefore(last.at()) ? evidence : last;
      String envelope = evidence.identity().envelopeFrom();
      if (envelope != null && envelopes.size() < ENVELOPES_KEPT) {
        envelopes.add(envelope.toLowerCase(Locale.ROOT));
      }
    }
  }

  public Judged judge() {
    Standing standing;
    if (last != null && (support == null || !support.at().isAfter(last.at()))) {
      standing = Standing.CONTRADICTED;
    } else {
      standing = support != null ? Standing.HOLDING : Standing.UNTESTED;
    }
    String reason = standing == Standing.CONTRADICTED && last != null ? reason(last) : "";
    return new Judged(claim, standing, bounces, first, last, reason);
  }

  private String reason(ClaimEvidence evidence) {
    List<String> reasons = new ArrayList<>();
    Set<String> allowed = allowed();
    Identity used = evidence.identity();
    if (allowed.isEmpty()) {
      reasons.add(
          "the claim does not say what was allowed: ask for the From domain, the envelope domain, the sending"
              + " IPs and the DKIM domain");
    } else {
      envelope(allowed, used, reasons);
      if (allowed.stream().anyMatch(ClaimJudge::ip)
          && used.ip() != null
          && allowed.stream().noneMatch(it -> it.equals(used.ip()) || inRange(it, used.ip()))) {
        reasons.add("this message came from IP " + used.ip()
            + ", which is not among those allowed: a pool needs all its addresses");
      }
    }
    String host = evidence.host();
    if (host != null && gateway(host)) {
      reasons.add("a system in front, " + host
          + ", refuses before the mailbox is asked: allow us there too");
    }
    if (reasons.isEmpty()) {
      subdomain(allowed, used, reasons);
    }
    if (reasons.isEmpty()) {
      reasons.add(
          "what was used is among what was allowed: another system in front may decide, authentication may have"
              + " failed, or the entry is not in effect");
    }
    return String.join("; ", reasons);
  }

  private void envelope(Set<String> allowed, Identity used, List<String> reasons) {
    String envelope = used.envelopeFrom();
    if (envelope == null || envelope.isEmpty()) {
      return;
    }
    boolean addressListed = allowed.stream().anyMatch(it -> it.contains("@"));
    boolean domainListed = listed(allowed, envelope);
    if (envelopes.size() > 1 && addressListed && !domainListed) {
      reasons.add("the return-path changes with every message (" + String.join(", ", envelopes)
          + "): an entry for one address never matches, allow the domain " + domain(envelope));
    } else if (!domainListed && !allowed.contains(envelope.toLowerCase(Locale.ROOT))) {
      reasons.add("the envelope sender was " + envelope
          + ", which is not among what was allowed: many systems look at" + " it and not at From");
    }
    String from = used.headerFrom();
    if (from != null
        && !listed(allowed, from)
        && !allowed.contains(from.toLowerCase(Locale.ROOT))) {
      reasons.add("the From address was " + from + ", which is not among what was allowed");
    }
  }

  /** Many systems take an entry for a domain at its word, and not for what lies below it. */
  private static void subdomain(Set<String> allowed, Identity used, List<String> reasons) {
    Set<String> below = new LinkedHashSet<>();
    for (String address : Stream.of(used.headerFrom(), used.envelopeFrom())
        .filter(Objects::nonNull)
        .toList()) {
      if (!address.isEmpty()
          && !allowed.contains(domain(address))
          && !allowed.contains(address.toLowerCase(Locale.ROOT))) {
        below.add(domain(address));
      }
    }
    if (!below.isEmpty()) {
      reasons.add("the domain used, " + String.join(", ", below)
          + ", lies below the one that was allowed: many systems need it listed itself");
    }
  }

  private Set<String> allowed() {
    Set<String> tokens = new LinkedHashSet<>();
    Matcher m = TOKEN.matcher(claim.identities());
    while (m.find() && tokens.size() < 50) {
      String token = m.group().toLowerCase(Locale.ROOT).replaceAll("^d=|[.:]+$", "");
      if (token.indexOf('@') >= 0 || token.indexOf('.') > 0 || ip(token)) {
        tokens.add(token.startsWith("@") ? token.substring(1) : token);
      }
    }
    return tokens;
  }

  private static boolean listed(Set<String> allowed, String address) {
    String domain = domain(address);
    return allowed.stream().anyMatch(it -> domain.equals(it) || domain.endsWith("." + it));
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean ip(String token) {
    return token.matches("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?")
        || token.matches("[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(/\\d{1,3})?");
  }

  /** True where an IPv4 network in CIDR notation holds an address. */
  private static boolean inRange(String network, String ip) {
    Long base = bits(network.replaceAll("/.*", ""));
    Long address = bits(ip);
    int slash = network.indexOf('/');
    if (base == null || address == null || slash < 0) {
      return false;
    }
    int length = Integer.parseInt(network.substring(slash + 1));
    return length <= 32 && (base ^ address) >>> (32 - length) == 0;
  }

  private static @Nullable Long bits(String ip) {
    if (!ip.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return null;
    }
    long bits = 0;
    for (String part : ip.split("\\.", -1)) {
      bits = (bits << 8) | (Integer.parseInt(part) & 255);
    }
    return bits;
  }

  private static boolean gateway(String host) {
    return GATEWAY.matcher(host).find();
  }
}
