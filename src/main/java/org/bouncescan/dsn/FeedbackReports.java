package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads abuse reports (RFC 5965, RFC 6430, RFC 6591) and the forms that providers used before there was one. */
final class FeedbackReports {
  private static final int MOST_FIELDS = 1_000;

  private FeedbackReports() {}

  /** The complaint, or what else the report is; null where the letter holds no abuse report. */
  static @Nullable DeliveryReport read(Letter letter, PerMessageFields message, Limits limits) {
    for (MimePart part : letter.reports()) {
      if (part.type().equals("message/feedback-report")) {
        return standard(part, letter, message.withDialect("arf", false), limits);
      }
    }
    return vendor(letter, message);
  }

  private static DeliveryReport standard(
      MimePart part, Letter letter, PerMessageFields message, Limits limits) {
    List<String> lines = new ArrayList<>();
    Letter.split(part.text(limits.textChars()), lines::add);
    Map<String, List<String>> fields = fields(lines);
    String type = first(fields, "feedback-type").toLowerCase(Locale.ROOT);
    List<String> recipients = recipients(fields, letter, message);
    if (type.startsWith("auth-failure") || type.startsWith("dmarc")) {
      return new DeliveryReport.NotAReport(message, "a report of failed authentication (RFC 6591)");
    }
    if (type.startsWith("not-spam")) {
      return new DeliveryReport.NotAReport(
          message, "somebody says that a message is no spam (RFC 6430)");
    }
    if (type.startsWith("opt-out") && recipients.size() == 1) {
      return new DeliveryReport.UnsubscribeRequest(message, recipients.get(0));
    }
    return new DeliveryReport.Complaint(message, type(type), recipients);
  }

  private static FeedbackType type(String type) {
    if (type.startsWith("abuse") || type.isEmpty()) {
      return FeedbackType.ABUSE;
    }
    if (type.startsWith("fraud")) {
      return FeedbackType.FRAUD;
    }
    if (type.startsWith("virus")) {
      return FeedbackType.VIRUS;
    }
    return type.startsWith("opt-out") ? FeedbackType.OPT_OUT : FeedbackType.OTHER;
  }

  private static Map<String, List<String>> fields(List<String> lines) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int count = 0;
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) > ' ' && count++ < MOST_FIELDS) {
        fields
            .computeIfAbsent(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT), it -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  private static String first(Map<String, List<String>> fields, String name) {
    return fields.getOrDefault(name, List.of("")).get(0);
  }

  private static List<String> recipients(
      Map<String, List<String>> fields, Letter letter, PerMessageFields message) {
    List<String> all = new ArrayList<>();
    for (String name :
        new String[] {"original-rcpt-to", "removal-recipient", "x-original-rcpt-to"}) {
      for (String value : fields.getOrDefault(name, List.of())) {
        add(all, AddressField.address(value));
      }
      if (!all.isEmpty()) {
        return all;
      }
    }
    return returnedTo(letter, message);
  }

  private static List<String> returnedTo(Letter letter, PerMessageFields message) {
    List<String> all = new ArrayList<>();
    ReturnedMessage returned = message.returned();
    if (returned != null) {
      returned.to().forEach(it -> add(all, it));
    }
    if (all.isEmpty()) {
      add(all, ReturnedMessages.address(letter.header().raw("X-Original-Rcpt-To")));
    }
    return all;
  }

  /** Most providers hide who complained (RFC 6590): a redacted name is nobody. */
  private static void add(List<String> all, @Nullable String address) {
    if (address != null && address.indexOf('@') > 0 && !all.contains(address)) {
      String local = address.toLowerCase(Locale.ROOT);
      if (!local.startsWith("redacted")
          && !local.contains("undisclosed")
          && !local.startsWith("x@")) {
        all.add(address);
      }
    }
  }

  /** Amazon's notifications, Microsoft's junk mail reporting and its like: a message with a telling field or subject. */
  private static @Nullable DeliveryReport vendor(Letter letter, PerMessageFields message) {
    if (letter.header().has("x-amz-sns-message-id")
        || letter.subject().startsWith("AWS Notification Message")) {
      List<String> complained = SnsNotification.complained(letter.lines());
      return complained == null
          ? null
          : new DeliveryReport.Complaint(
              message.withDialect(SnsNotification.NAME, false), FeedbackType.ABUSE, complained);
    }
    ReturnedMessage returned = message.returned();
    String reporter = returned == null ? null : returned.headers().get("x-hmxmroriginalrecipient");
    String subject = letter.subject().strip().toLowerCase(Locale.ROOT);
    boolean complains = subject.startsWith("complaint about message from ")
        || subject.startsWith("email feedback report for ip")
        || subject.startsWith("client tos notification");
    if (subject.startsWith("[spamcop (")) {
      return new DeliveryReport.Complaint(
          message.withDialect("arf", false), FeedbackType.ABUSE, List.of());
    }
    if (returned == null || (reporter == null && !complains)) {
      return null;
    }
    String address = ReturnedMessages.address(reporter);
    List<String> recipients = new ArrayList<>();
    add(recipients, address);
    return new DeliveryReport.Complaint(
        message.withDialect("arf", false),
        FeedbackType.ABUSE,
        recipients.isEmpty() ? returnedTo(letter, message) : recipients);
  }
}
