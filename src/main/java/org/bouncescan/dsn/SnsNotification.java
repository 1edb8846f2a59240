package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.List;
import org.bouncescan.dsn.DialectReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * Reads the notifications of Amazon SES that Amazon SNS sends by e-mail, as JSON or as JSON in a JSON string:
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html.
 */
final class SnsNotification {
  static final String NAME = "amazon-sns";

  private static final int MOST_RECIPIENTS = 1_000;

  private SnsNotification() {}

  /** The statuses of a bounce or delivery notification; null where the letter is neither. */
  static @Nullable DialectReading read(LetterText letter, int end) {
    String json = json(letter.lines(), end);
    if (json == null) {
      return null;
    }
    String type = value(json, "notificationType", 0);
    if (type == null) {
      type = value(json, "eventType", 0);
    }
    List<Said> said = "Bounce".equals(type)
        ? bounced(json)
        : "Delivery".equals(type)
            ? delivered(json)
            : "DeliveryDelay".equals(type) ? delayed(json) : List.of();
    return said.isEmpty()
        ? null
        : new DialectReading(NAME, false, said, letter.lines().size());
  }

  /** Who complained, by a notification of a complaint; null where the letter is none. */
  static @Nullable List<String> complained(List<String> lines) {
    String json = json(lines, lines.size());
    if (json == null
        || !("Complaint".equals(value(json, "notificationType", 0))
            || "Complaint".equals(value(json, "eventType", 0)))) {
      return null;
    }
    List<Said> all = new ArrayList<>();
    recipients(json, "complainedRecipients", Action.FAILED, null, all);
    return all.stream().map(said -> String.valueOf(said.address())).toList();
  }

  /** The JSON text with the escapes of an enclosing string undone; null where there is none. */
  private static @Nullable String json(List<String> lines, int end) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < end && all.length() < 200_000; i++) {
      all.append(lines.get(i)); // long lines are broken by the mail, within strings too
    }
    if (all.indexOf("otificationType") < 0 && all.indexOf("eventType") < 0) {
      return null;
    }
    String json = all.toString();
    return json.contains("\\\"mail\\\"") ? json.replace("\\\"", "\"").replace("\\\\", "\\") : json;
  }

  private static List<Said> bounced(String json) {
    List<Said> all = new ArrayList<>();
    recipients(json, "bouncedRecipients", Action.FAILED, reason(json), all);
    return all;
  }

  /** The recipients in the array {@code name}, each with its own reply. */
  private static void recipients(
      String json, String name, Action otherwise, @Nullable String common, List<Said> all) {
    int at = json.indexOf('"' + name + '"');
    int close = at < 0 ? -1 : closing(json, json.indexOf('[', at));
    while (at >= 0 && all.size() < MOST_RECIPIENTS) {
      at = json.indexOf("\"emailAddress\"", at + 1);
      if (at < 0 || at > close) {
        break;
      }
      int next = json.indexOf("\"emailAddress\"", at + 1);
      int stop = next < 0 || next > close ? close : next;
      String own = json.substring(Math.max(json.lastIndexOf('{', at), 0), stop);
      String reason = value(own, "diagnosticCode", 0);
      boolean isDelayed = "delayed".equals(value(own, "action", 0));
      add(
          all,
          isDelayed ? Action.DELAYED : otherwise,
          value(own, "emailAddress", 0),
          reason == null ? common : reason);
    }
  }

  /** {@code bounceType} and {@code bounceSubType}, where no server said anything: the account's suppression list, for one. */
  private static @Nullable String reason(String json) {
    String type = value(json, "bounceType", 0);
    String detail = value(json, "bounceSubType", 0);
    return type == null ? null : "Amazon SES: " + type + (detail == null ? "" : " " + detail);
  }

  private static List<Said> delivered(String json) {
    List<Said> all = new ArrayList<>();
    int delivery = json.indexOf("\"delivery\"");
    int at = delivery < 0 ? -1 : json.indexOf("\"recipients\"", delivery);
    int open = at < 0 ? -1 : json.indexOf('[', at);
    int close = closing(json, open);
    String reply = delivery < 0 ? null : value(json, "smtpResponse", delivery);
    for (int quote = open; quote >= 0 && quote < close && all.size() < MOST_RECIPIENTS; ) {
      int from = json.indexOf('"', quote + 1);
      int to = from < 0 ? -1 : json.indexOf('"', from + 1);
      if (to < 0 || to > close) {
        break;
      }
      add(all, Action.DELIVERED, json.substring(from + 1, to), reply);
      quote = to;
    }
    return all;
  }

  private static List<Said> delayed(String json) {
    List<Said> all = new ArrayList<>();
    recipients(json, "delayedRecipients", Action.DELAYED, null, all);
    return all;
  }

  private static void add(
      List<Said> all, Action action, @Nullable String name, @Nullable String reason) {
    AddressText address = name == null ? null : AddressText.find(name, 0);
    if (address != null) {
      String plain = reason != null && AddressText.regionIs(reason, 0, "smtp;")
          ? reason.substring(5).strip()
          : reason;
      all.add(new Said(action, address.address(), null, plain, null, null));
    }
  }

  private static int closing(String json, int open) {
    return open < 0 ? -1 : json.indexOf(']', open);
  }

  /** The string value of the first {@code key} at or after {@code from}; null where there is none. */
  private static @Nullable String value(String json, String key, int from) {
    int at = json.indexOf("\"" + key + "\"", from);
    int colon = at < 0 ? -1 : json.indexOf(':', at + key.length() + 2);
    int open = colon < 0 ? -1 : json.indexOf('"', colon);
    if (open < 0 || !json.substring(colon + 1, open).isBlank()) {
      return null;
    }
    StringBuilder value = new StringBuilder();
    for (int i = open + 1; i < json.length() && json.charAt(i) != '"'; i++) {
      char c = json.charAt(i);
      if (c == '\\' && i + 1 < json.length()) {
        i++;
        c = json.charAt(i) == 'n' || json.charAt(i) == 'r' ? ' ' : json.charAt(i);
      }
      value.append(c);
    }
    return value.toString().strip();
  }
}
