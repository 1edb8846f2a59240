package org.bouncescan.report.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bouncescan.suppress.Cause;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** All importers that files can be written for. */
public final class Formats {
  /** The reason that lets addresses on hold into a file. */
  public static final String HELD = "held";

  static final Map<String, Supplier<ImportFormat>> CLASSES = Map.ofEntries(
      Map.entry("amazon_ses_csv", AmazonSesCsv::new),
      Map.entry("amazon_ses_json", AmazonSesJson::new),
      Map.entry("sendgrid", SendGrid::new),
      Map.entry("mailgun_bounces", MailgunBounces::new),
      Map.entry("mailgun_complaints", MailgunComplaints::new),
      Map.entry("mailgun_unsubscribes", MailgunUnsubscribes::new),
      Map.entry("postmark", Postmark::new),
      Map.entry("sparkpost", SparkPost::new),
      Map.entry("mailchimp", Mailchimp::new),
      Map.entry("mandrill", Mandrill::new),
      Map.entry("klaviyo", Klaviyo::new),
      Map.entry("brevo", Brevo::new),
      Map.entry("hubspot", HubSpot::new),
      Map.entry("activecampaign", ActiveCampaign::new),
      Map.entry("mailjet", Mailjet::new),
      Map.entry("braze", Braze::new),
      Map.entry("adobe_journey_optimizer", AdobeJourneyOptimizer::new),
      Map.entry("salesforce_marketing_cloud", SalesforceMarketingCloud::new),
      Map.entry("listmonk", Listmonk::new),
      Map.entry("mautic", Mautic::new),
      Map.entry("phplist", PhpList::new),
      Map.entry("postfix", Postfix::new),
      Map.entry("plain", Plain::new));

  private static final Map<String, Format> ALL = load();

  private Formats() {}

  /** All formats in the order of formats.yml. */
  public static List<Format> all() {
    return List.copyOf(ALL.values());
  }

  /** The names that a job file may use. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The format of this name; null when there is none. */
  public static @Nullable Format named(String name) {
    return ALL.get(name);
  }

  /** The reasons that a job file may use: all causes, and {@link #HELD}. */
  public static List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      reasons.add(cause.label());
    }
    reasons.add(HELD);
    return reasons;
  }

  /** What is wrong with a target of a job file, with the cure; null when nothing is. */
  public static @Nullable String problem(TargetSettings target) {
    if (named(target.format()) == null) {
      return "unknown format '" + target.format() + "'; known are " + String.join(", ", names());
    }
    for (String reason : target.reasons()) {
      if (!reasons().contains(reason)) {
        return "unknown reason '" + reason + "'; known are " + String.join(", ", reasons());
      }
    }
    return null;
  }

  private static Map<String, Format> load() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (InputStream in = Objects.requireNonNull(
        Formats.class.getResourceAsStream("formats.yml"), "formats.yml is missing")) {
      Map<String, Map<String, Object>> entries = new Yaml(new SafeConstructor(options)).load(in);
      Map<String, Format> formats = new LinkedHashMap<>();
      entries.forEach((name, entry) -> formats.put(name, format(name, entry)));
      return formats;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Format format(String name, Map<String, Object> entry) {
    List<String> reasons = new ArrayList<>();
    for (Object it : (List<?>) Objects.requireNonNull(entry.get("reasons"))) {
      reasons.add(it.toString());
    }
    Number maxBytes = (Number) entry.get("max_bytes");
    return new Format(
        name,
        text(entry, "title"),
        text(entry, "file"),
        text(entry, "extension"),
        reasons,
        (Integer) entry.get("max_rows"),
        maxBytes == null ? null : maxBytes.longValue(),
        (Integer) entry.get("batch"),
        text(entry, "loses"),
        text(entry, "how"),
        text(entry, "source"));
  }

  private static String text(Map<String, Object> entry, String key) {
    return Objects.requireNonNull(entry.get(key), key).toString();
  }
}
