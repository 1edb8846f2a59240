package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the groups of a delivery status (RFC 3464, RFC 6533) as statements about recipients. */
final class StandardReader {
  private StandardReader() {}

  /** What is said of whom, in lower case. */
  private record Statement(
      @Nullable String finalRecipient,
      @Nullable String originalRecipient,
      Action action,
      @Nullable String diagnostic) {
    static Statement of(RecipientStatus one) {
      return new Statement(
          folded(one.finalRecipient()),
          folded(one.originalRecipient()),
          one.action(),
          folded(one.diagnostic()));
    }

    private static @Nullable String folded(@Nullable String text) {
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The fields of every delivery-status part, or of the same fields in the text where the parts were lost; null where
   * there are none.
   */
  static @Nullable StatusFields fields(Letter letter, Limits limits) {
    StatusFields all = null;
    for (MimePart part : letter.reports()) {
      if (part.type().endsWith("delivery-status")) {
        String text = part.text(limits.messageBytes());
        StatusFields read = StatusFields.read(
            part.isOpen() ? withoutTornRecipient(text) : text, limits.recipients());
        all = all == null || all.isEmpty() ? read : join(all, read, limits);
      }
    }
    if (all != null && !all.isEmpty()) {
      return all;
    }
    StatusFields text = inText(letter.lines(), limits);
    return text != null ? text : attached(letter, limits);
  }

  /** Text that was cut off, without a last line that names a recipient: what is left of an address may be somebody else's. */
  private static String withoutTornRecipient(String text) {
    int start = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    boolean names = AddressText.regionIs(text, start, "final-recipient:")
        || AddressText.regionIs(text, start, "original-recipient:");
    return names ? text.substring(0, start) : text;
  }

  /** The fields in an attachment whose type was lost on its way; null where none begins with one. */
  private static @Nullable StatusFields attached(Letter letter, Limits limits) {
    for (MimePart part : letter.attachments()) {
      List<String> lines = new ArrayList<>();
      Letter.split(part.text(limits.textChars()), lines::add);
      String first = lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
      boolean begins = AddressText.regionIs(first, 0, "reporting-mta:")
          || AddressText.regionIs(first, 0, "final-recipient:")
          || AddressText.regionIs(first, 0, "original-envelope-id:");
      StatusFields read = begins ? inText(lines, limits) : null;
      if (read != null) {
        return read;
      }
    }
    return null;
  }

  private static StatusFields join(StatusFields a, StatusFields b, Limits limits) {
    List<Map<String, String>> both = new ArrayList<>(a.recipients());
    both.addAll(b.recipients());
    boolean over = both.size() > limits.recipients();
    return new StatusFields(
        a.message(),
        over ? both.subList(0, limits.recipients()) : both,
        over || a.overLimit() || b.overLimit());
  }

  /** The fields in the text, before the header of a returned message: what stands there belongs to somebody else. */
  private static @Nullable StatusFields inText(List<String> lines, Limits limits) {
    int first = -1;
    int end = lines.size();
    boolean acts = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.length() < 7) {
        continue;
      }
      boolean names = AddressText.regionIs(line, 0, "final-recipient:")
          || AddressText.regionIs(line, 0, "original-recipient:");
      boolean acting = AddressText.regionIs(line, 0, "action:");
      if ((names || acting || AddressText.regionIs(line, 0, "reporting-mta:")) && first < 0) {
        first = i;
      }
      acts |= acting || (names && first >= 0);
      if (AddressText.regionIs(line, 0, "received: ")
          || AddressText.regionIs(line, 0, "return-path: <")) {
        end = i;
        break;
      }
    }
    if (first < 0 || !acts) {
      return null;
    }
    StatusFields fields = StatusFields.read(lines.subList(first, end), limits.recipients());
    boolean named = fields.recipients().stream()
        .anyMatch(it -> it.containsKey("final-recipient") || it.containsKey("original-recipient"));
    return named ? fields : null;
  }

  /** One statement a group; where the same was said twice, once. */
  static List<RecipientStatus> recipients(StatusFields fields, Action otherwise) {
    List<RecipientStatus> all = new ArrayList<>(fields.recipients().size());
    Set<Statement> seen = new HashSet<>();
    for (Map<String, String> group : fields.recipients()) {
      RecipientStatus one = recipient(group, otherwise);
      if (seen.add(Statement.of(one))) {
        all.add(one);
      }
    }
    return all;
  }

  private static RecipientStatus recipient(Map<String, String> group, Action otherwise) {
    String finalRecipient = AddressField.address(group.get("final-recipient"));
    String original = AddressField.address(
        first(group, "original-recipient", "x-original-recipient", "x-postfix-original-recipient"));
    EnhancedStatusCode stated = status(group.get("status"));
    String diagnostic = diagnostic(group, stated);
    ReplyFacts facts = ReplyFacts.of(diagnostic);
    EnhancedStatusCode said = facts.status();
    // what the server itself said beats what a relay made of it
    EnhancedStatusCode status =
        said != null && (stated == null || !said.isGeneric()) ? said : stated;
    Action action = action(group.get("action"), status, otherwise);
    return new RecipientStatus(
        action,
        original != null ? original : finalRecipient,
        original,
        finalRecipient,
        status,
        facts.replyCode(),
        diagnostic,
        stated,
        facts.phase(),
        host(group.get("remote-mta"), facts.host()),
        group.get("last-attempt-date"),
        group.get("will-retry-until"));
  }

  private static @Nullable String first(Map<String, String> group, String... names) {
    for (String name : names) {
      String value = group.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  static @Nullable EnhancedStatusCode status(@Nullable String field) {
    return field == null
        ? null
        : EnhancedStatusCode.find(field.length() > 200 ? field.substring(0, 200) : field);
  }

  /** Diagnostic-Code; a vendor's supplement instead where the code says nothing or the status is generic. */
  private static @Nullable String diagnostic(
      Map<String, String> group, @Nullable EnhancedStatusCode stated) {
    String standard = untyped(first(group, "diagnostic-code", "x-diagnostic-code"));
    String supplement = first(
        group,
        "x-supplementary-info",
        "x-supplementary-message-info",
        "localized-diagnostic",
        "x-notes");
    supplement = supplement == null ? null : untyped(strip(supplement));
    if (standard == null || standard.isBlank()) {
      return supplement != null ? supplement : comment(group.get("status"));
    }
    boolean vague = stated == null || stated.isGeneric() || standard.length() < 20;
    return vague && supplement != null && supplement.length() > standard.length()
        ? supplement
        : standard;
  }

  /** Old relays put the reason into a comment behind the Status. */
  private static @Nullable String comment(@Nullable String status) {
    int open = status == null ? -1 : status.indexOf('(');
    if (status == null || open < 0) {
      return null;
    }
    int close = status.lastIndexOf(')');
    String comment =
        status.substring(open + 1, close > open ? close : status.length()).strip();
    return comment.isEmpty() ? null : comment;
  }

  private static String strip(String supplement) {
    return supplement.startsWith("<") && supplement.endsWith(">")
        ? supplement.substring(1, supplement.length() - 1)
        : supplement;
  }

  /** The text behind the diagnostic-type (RFC 3464 section 2.3.6). */
  static @Nullable String untyped(@Nullable String diagnostic) {
    if (diagnostic == null) {
      return null;
    }
    int semicolon = diagnostic.indexOf(';');
    boolean typed = semicolon > 0 && semicolon < 32;
    for (int i = 0; typed && i < semicolon; i++) {
      char c = diagnostic.charAt(i);
      typed =
          AddressText.isAsciiAlnum(c) || c == '-' || c == '_' || (c == ' ' && i == semicolon - 1);
    }
    String text = typed ? diagnostic.substring(semicolon + 1).strip() : diagnostic.strip();
    return text.isEmpty() ? null : inner(text);
  }

  /** {@code 550 5.1.1 …} out of {@code 5.1.0 - Unknown address error 550-'5.1.1 …'}, the frame of IronPort. */
  static String inner(String text) {
    int dash = text.length() > 8 && Character.isDigit(text.charAt(0)) ? text.indexOf(" - ") : -1;
    int quote = dash > 4 && dash < 12 ? text.indexOf("-'", dash) : -1;
    if (quote < dash + 6 || ReplyFacts.replyCode(text.substring(quote - 3, quote)) == null) {
      return text;
    }
    int close = text.lastIndexOf('\'');
    String reply =
        text.substring(quote + 2, close > quote + 2 ? close : text.length()).strip();
    return reply.isEmpty() ? text : text.substring(quote - 3, quote) + " " + reply;
  }

  private static Action action(
      @Nullable String field, @Nullable EnhancedStatusCode status, Action otherwise) {
    String word = field == null ? "" : field.strip().toLowerCase(Locale.ROOT);
    if (word.startsWith("fail") || word.startsWith("error") || word.startsWith("permanent")) {
      return Action.FAILED;
    }
    if (word.startsWith("delayed") || word.startsWith("transient") || word.startsWith("warning")) {
      return Action.DELAYED;
    }
    if (word.startsWith("deliver")) {
      return Action.DELIVERED;
    }
    if (word.startsWith("relay")) {
      return Action.RELAYED;
    }
    if (word.startsWith("expand")) {
      return Action.EXPANDED;
    }
    if (status != null && status.statusClass() == 2) {
      return Action.DELIVERED;
    }
    return otherwise;
  }

  static @Nullable String host(@Nullable String field, @Nullable String otherwise) {
    if (field == null || field.isBlank()) {
      return otherwise;
    }
    int semicolon = field.indexOf(';');
    String host = (semicolon >= 0 ? field.substring(semicolon + 1) : field).strip();
    int space = host.indexOf(' ');
    host = space > 0 ? host.substring(0, space) : host;
    while (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    return host.isEmpty() ? otherwise : host.toLowerCase(Locale.ROOT);
  }
}
