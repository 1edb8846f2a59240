package org.bouncescan.suppress;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncescan.classify.Outcome;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.ReturnedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Whether a report is about a message of ours. A delivery status notification is a letter that anyone can forge; what
 * ties it to us is something that stands in our messages and that the report gives back.
 *
 * <p>With a VERP secret only a token signed by it proves anything, because all else can be read off any message of
 * ours. Without one, one trace of our domains or sending IPs is taken as proof.
 */
public final class Authenticity {
  /**
   * What tells our messages from others.
   *
   * @param domains our domains, lower case; subdomains of them are ours too
   * @param ips our sending IP addresses
   * @param verpPattern our return-path with {@code {token}} in it; null when every message has the same
   * @param verpSecret what the token is signed with; null when it is not
   */
  public record Traces(
      Set<String> domains,
      Set<String> ips,
      @Nullable String verpPattern,
      @Nullable String verpSecret) {
    public static final Traces NONE = new Traces(Set.of(), Set.of(), null, null);

    public Traces {
      domains = Set.copyOf(domains);
      ips = Set.copyOf(ips);
    }

    @Override
    public String toString() {
      return "Traces[domains=" + domains + ", ips=" + ips + ", verpPattern=" + verpPattern + "]";
    }
  }

  /** How far a report could be tied to a message of ours. */
  public enum Verified {
    YES,
    NO,
    /** Nothing is configured that could tell. */
    UNCHECKED;

    /** The name used in files: {@code yes}, {@code no}, {@code unchecked}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The answer.
   *
   * @param by what proved it, in plain words; null unless {@code YES}
   */
  public record Proof(Verified verified, @Nullable String by) {
    public Proof {
      Objects.requireNonNull(verified, "verified is null");
    }

    /** True where the report may count: proved, or nothing is configured that could tell. */
    public boolean counts() {
      return verified != Verified.NO;
    }
  }

  /** Hex digits of HMAC-SHA-256 that a signed token ends in: 80 bits. */
  static final int SIGNATURE_DIGITS = 20;

  private static final Proof NO = new Proof(Verified.NO, null);
  private static final Proof UNCHECKED = new Proof(Verified.UNCHECKED, null);

  private final Traces traces;
  private final @Nullable Pattern verp;

  public Authenticity(Traces traces) {
    this.traces = Objects.requireNonNull(traces, "traces is null");
    this.verp = traces.verpPattern() == null ? null : verp(traces.verpPattern());
  }

  /** Whether the report that this outcome stands in is about a message of ours. */
  public Proof verify(Outcome outcome) {
    return verify(outcome.message());
  }

  /** Whether a report is about a message of ours. */
  public Proof verify(PerMessageFields message) {
    ReturnedMessage returned = message.returned();
    if (verp != null) {
      for (String address : returnPaths(message)) {
        String token = token(address);
        if (token != null && (traces.verpSecret() == null || signed(token, traces.verpSecret()))) {
          return new Proof(
              Verified.YES, traces.verpSecret() == null ? "VERP address" : "signed VERP address");
        }
      }
      if (traces.verpSecret() != null) {
        return NO;
      }
    }
    if (traces.domains().isEmpty() && traces.ips().isEmpty()) {
      return verp == null ? UNCHECKED : NO;
    }
    String by = returned == null ? null : trace(returned);
    if (by == null && ours(message.originalEnvelopeId())) {
      by = "ENVID";
    }
    return by == null ? NO : new Proof(Verified.YES, by);
  }

  /**
   * The token that proves a return-path to be ours: {@code id} and a signature, {@code -} between them.
   *
   * @param id what names the message or the recipient; letters, digits, {@code .}, {@code _} and {@code -}
   */
  public static String sign(String id, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      // Mail systems may change the case of a local part on the way.
      byte[] hash = mac.doFinal(id.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return id + "-" + HexFormat.of().formatHex(hash).substring(0, SIGNATURE_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing in this Java", e);
    }
  }

  private static boolean signed(String token, String secret) {
    int dash = token.lastIndexOf('-');
    if (dash < 1) {
      return false;
    }
    byte[] expected = sign(token.substring(0, dash), secret)
        .toLowerCase(Locale.ROOT)
        .getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(
        expected, token.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String trace(ReturnedMessage returned) {
    if (ours(domain(returned.messageId()))) {
      return "Message-ID";
    }
    if (ours(domain(returned.returnPath()))) {
      return "Return-Path";
    }
    if (returned.dkimDomains().stream().anyMatch(this::ours)) {
      return "DKIM signature";
    }
    if (ours(domain(returned.from()))) {
      return "From";
    }
    return returned.receivedFromIps().stream().anyMatch(traces.ips()::contains) ? "Received" : null;
  }

  private boolean ours(@Nullable String domain) {
    if (domain == null) {
      return false;
    }
    String name = domain.toLowerCase(Locale.ROOT);
    int at = name.lastIndexOf('@');
    String host = at < 0 ? name : name.substring(at + 1);
    return traces.domains().stream().anyMatch(it -> host.equals(it) || host.endsWith("." + it));
  }

  private static @Nullable String domain(@Nullable String address) {
    int at = address == null ? -1 : address.lastIndexOf('@');
    return address == null || at < 0 ? null : address.substring(at + 1);
  }

  private static List<String> returnPaths(PerMessageFields message) {
    ReturnedMessage returned = message.returned();
    String reported = Objects.requireNonNullElse(message.reportedTo(), "");
    String path = returned == null ? "" : Objects.requireNonNullElse(returned.returnPath(), "");
    return List.of(reported, path);
  }

  private @Nullable String token(String address) {
    Matcher m = Objects.requireNonNull(verp).matcher(address);
    return m.matches() ? m.group(1) : null;
  }

  private static Pattern verp(String pattern) {
    int token = pattern.indexOf("{token}");
    if (token < 0) {
      throw new IllegalArgumentException("'" + pattern + "' must hold {token}");
    }
    return Pattern.compile(
        Pattern.quote(pattern.substring(0, token))
            + "([A-Za-z0-9._=+-]{1,200})"
            + Pattern.quote(pattern.substring(token + "{token}".length())),
        Pattern.CASE_INSENSITIVE);
  }
}
