package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message/delivery-status part (RFC 3464 section 2.1), or of the same fields in plain text: one group for
 * the message and one a recipient. Lenient where the world is: missing or extra empty lines, repeated fields, lines that
 * are no fields, groups that begin with any field.
 *
 * @param message the per-message fields by lower-case name; the first of a name counts
 * @param recipients the per-recipient groups, in order
 * @param overLimit true where more recipients were named than the limit allows
 */
record StatusFields(
    Map<String, String> message, List<Map<String, String>> recipients, boolean overLimit) {
  private static final Set<String> OF_THE_MESSAGE = Set.of(
      "reporting-mta",
      "reporting-ua",
      "mdn-gateway",
      "original-message-id",
      "original-envelope-id",
      "dsn-gateway",
      "received-from-mta",
      "arrival-date",
      "x-postfix-queue-id",
      "x-postfix-sender",
      "x-supplementary-message-info");
  private static final Set<String> OF_A_RECIPIENT = Set.of(
      "original-recipient",
      "final-recipient",
      "action",
      "status",
      "remote-mta",
      "diagnostic-code",
      "last-attempt-date",
      "final-log-id",
      "will-retry-until",
      "localized-diagnostic",
      "remote-recipient",
      "x-supplementary-info",
      "x-display-name",
      "x-actual-recipient",
      "x-original-recipient",
      "x-diagnostic-code",
      "x-notes",
      "x-postfix-original-recipient");
  private static final int LONGEST_VALUE = 8_192;

  /** Reads the lines of a part. */
  static StatusFields read(String text, int mostRecipients) {
    Reading reading = new Reading(mostRecipients);
    Letter.split(text, reading::line);
    return reading.end();
  }

  /** Reads lines of a letter. */
  static StatusFields read(List<String> lines, int mostRecipients) {
    Reading reading = new Reading(mostRecipients);
    lines.forEach(reading::line);
    return reading.end();
  }

  /** True where something says whom or what it is about. */
  boolean isEmpty() {
    return recipients.isEmpty();
  }

  private static final class Reading {
    private final int most;
    private final Map<String, String> message = new LinkedHashMap<>();
    private final List<Map<String, String>> recipients = new ArrayList<>();
    private final Map<String, String> lastValues = new HashMap<>();
    private Map<String, String> group = new LinkedHashMap<>();
    private @Nullable String firstOfGroup;
    private @Nullable String name;
    private final StringBuilder value = new StringBuilder();
    private boolean overLimit;

    Reading(int most) {
      this.most = most;
    }

    void line(String line) {
      if (line.isBlank()) {
        field();
        group();
        return;
      }
      char first = line.charAt(0);
      if (first == ' ' || first == '\t') {
        append(line.strip());
        return;
      }
      int colon = line.indexOf(':');
      String key =
          colon > 0 && colon < 40 ? line.substring(0, colon).strip().toLowerCase(Locale.ROOT) : "";
      if (OF_A_RECIPIENT.contains(key) || OF_THE_MESSAGE.contains(key) || isExtension(key)) {
        field();
        name = key;
        append(line.substring(colon + 1).strip());
      } else if ("diagnostic-code".equals(name) && !line.startsWith("--")) {
        append(line.strip()); // folded without the leading space
      } else {
        field();
      }
    }

    private static boolean isExtension(String key) {
      return key.startsWith("x-") && key.indexOf(' ') < 0;
    }

    private void append(String text) {
      if (name != null && value.length() + text.length() < LONGEST_VALUE) {
        value.append(value.length() == 0 ? "" : " ").append(text);
      }
    }

    private void field() {
      String key = name;
      name = null;
      if (key == null) {
        return;
      }
      String text = value(key);
      if (OF_THE_MESSAGE.contains(key)) {
        message.putIfAbsent(key, text);
        return;
      }
      boolean known = OF_A_RECIPIENT.contains(key);
      if (!known && group.isEmpty()) {
        message.putIfAbsent(key, text);
        return;
      }
      if (known && startsAnother(key, text)) {
        group();
      }
      if (group.isEmpty()) {
        firstOfGroup = key;
      }
      String former = group.putIfAbsent(key, text);
      if (former != null && former.isEmpty()) {
        group.put(key, text);
      } else if (former != null && key.equals("diagnostic-code") && !former.equals(text)) {
        group.put(key, former + " " + text);
      }
    }

    /** The value read; the same object as before where a recipient's field says the same as the last one's. */
    private String value(String key) {
      String last = lastValues.get(key);
      String text = last != null && last.contentEquals(value) ? last : value.toString();
      value.setLength(0);
      if (OF_A_RECIPIENT.contains(key)) {
        lastValues.put(key, text);
      }
      return text;
    }

    /** Groups without an empty line between them: the field comes round again. */
    private boolean startsAnother(String key, String text) {
      String former = group.get(key);
      if (former == null) {
        return false;
      }
      if (key.equals("final-recipient")) {
        return !former.equals(text);
      }
      return key.equals(firstOfGroup) && namesSomebody(group) && !key.equals("diagnostic-code");
    }

    private void group() {
      if (group.isEmpty()) {
        return;
      }
      Map<String, String> done = group;
      group = new LinkedHashMap<>();
      firstOfGroup = null;
      Map<String, String> last =
          recipients.isEmpty() ? null : recipients.get(recipients.size() - 1);
      if (last != null && belongTogether(last, done)) {
        done.forEach(last::putIfAbsent);
      } else if (recipients.size() >= most) {
        overLimit = true;
      } else {
        if (last != null) {
          recipients.set(recipients.size() - 1, Map.copyOf(last)); // a third of the memory
        }
        recipients.add(done);
      }
    }

    /** An empty line amid a group: what follows names nobody, or what came before did not, and no field is there twice. */
    private static boolean belongTogether(Map<String, String> last, Map<String, String> next) {
      if (namesSomebody(last) && namesSomebody(next)) {
        return false;
      }
      for (String key : next.keySet()) {
        if (OF_A_RECIPIENT.contains(key) && last.containsKey(key)) {
          return false;
        }
      }
      return true;
    }

    private static boolean namesSomebody(Map<String, String> group) {
      return group.containsKey("final-recipient") || group.containsKey("original-recipient");
    }

    StatusFields end() {
      field();
      group();
      recipients.removeIf(
          it -> !namesSomebody(it) && !it.containsKey("action") && !it.containsKey("status"));
      return new StatusFields(message, recipients, overLimit);
    }
  }
}
