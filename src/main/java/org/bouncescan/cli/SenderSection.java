package org.bouncescan.cli;

import java.util.List;
import java.util.Locale;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.mailbox.Secret;
import org.jspecify.annotations.Nullable;

/**
 * {@code sender:} in a job file: what tells our messages from others.
 *
 * @param domains our domains, lower case
 * @param ips our sending IP addresses
 * @param campaignHeaders headers of our messages that name the campaign
 * @param verpPattern our return-path with {@code {token}} in it; null when every message has the same
 * @param verpSecret what the token is signed with; null when it is not
 * @param suppressUnverified whether a report that can't be tied to a message of ours may suppress alone
 */
record SenderSection(
    List<String> domains,
    List<String> ips,
    List<String> campaignHeaders,
    @Nullable String verpPattern,
    @Nullable Secret verpSecret,
    @Nullable Boolean suppressUnverified) {
  static final SenderSection NONE =
      new SenderSection(List.of(), List.of(), List.of(), null, null, null);

  static SenderSection read(YamlSection yaml, Secrets secrets) {
    List<String> domains =
        yaml.list("domains").stream().map(SenderSection::domain).toList();
    List<String> ips = yaml.list("ips").stream().map(SenderSection::ip).toList();
    List<String> headers = yaml.texts("campaign_headers", List.of());
    Boolean unverified = yaml.optional("suppress_unverified", ValueTypes::flag);
    YamlSection verp = yaml.section("verp");
    yaml.end();
    String pattern = null;
    Secret secret = null;
    if (verp != null) {
      pattern = verp.required("pattern", "bounce+{token}@example.com");
      if (!pattern.contains("{token}")) {
        throw verp.error("pattern", "'" + pattern + "' must hold {token}");
      }
      secret = verp.optional("secret", secrets::read);
      verp.end();
    }
    return new SenderSection(domains, ips, headers, pattern, secret, unverified);
  }

  private static String domain(Scalar value) {
    if (!value.text().matches("[A-Za-z0-9.-]{1,253}\\.[A-Za-z0-9-]{2,63}")) {
      throw value.error("'" + value.text() + "' is no domain; write for instance example.com");
    }
    return value.text().toLowerCase(Locale.ROOT);
  }

  private static String ip(Scalar value) {
    if (!value.text().matches("[0-9A-Fa-f.:]{3,45}")) {
      throw value.error("'" + value.text() + "' is no IP address; write for instance 192.0.2.10");
    }
    return value.text();
  }
}
