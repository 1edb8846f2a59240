package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the header of the message that a report returns, from a part of its own or from a copy amid the text. */
final class ReturnedMessages {
  private static final int MOST_TO = 50;
  private static final int MOST_HEADERS = 32;
  private static final int LONGEST_HEADER = 256;
  private static final int MOST_RECEIVED = 30;
  // the header of a copy amid the text ends long before
  private static final int COPIED_LINES = 400;
  private static final int COPIED_BYTES = 1 << 18;

  private ReturnedMessages() {}

  /** The message in a part (RFC 6522 section 3), encoded or not; null where it has no header. */
  static @Nullable ReturnedMessage of(MimePart part, Limits limits) {
    String encoding = part.header().raw("Content-Transfer-Encoding");
    boolean plain = encoding == null
        || !encoding.strip().toLowerCase(Locale.ROOT).matches("base64.*|quoted-.*");
    HeaderFields header;
    if (plain) {
      header = HeaderFields.read(part.data(), part.bodyStart(), part.bodyEnd(), limits);
    } else {
      byte[] bytes = part.decoded(COPIED_BYTES);
      header = HeaderFields.read(bytes, 0, bytes.length, limits);
    }
    return of(header);
  }

  /** The message whose copy begins at line {@code from} or soon after; null where no header is found. */
  static @Nullable ReturnedMessage inText(List<String> lines, int from) {
    int start = from;
    while (start < lines.size() && start < from + 20 && !isHeaderLine(lines.get(start))) {
      start++;
    }
    if (start >= lines.size() || !isHeaderLine(lines.get(start))) {
      return null;
    }
    boolean quoted = lines.get(start).startsWith("> ");
    StringBuilder text = new StringBuilder();
    for (int i = start;
        i < lines.size() && i < start + COPIED_LINES && text.length() < COPIED_BYTES;
        i++) {
      String line = lines.get(i);
      text.append(quoted && line.startsWith("> ") ? line.substring(2) : line).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return of(HeaderFields.read(bytes, 0, bytes.length, Limits.DEFAULT));
  }

  private static boolean isHeaderLine(String line) {
    String plain = line.startsWith("> ") ? line.substring(2) : line;
    int colon = plain.indexOf(':');
    if (colon < 2 || colon > 40) {
      return false;
    }
    return switch (plain.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "received",
          "return-path",
          "from",
          "to",
          "subject",
          "date",
          "message-id",
          "delivered-to",
          "dkim-signature",
          "mime-version",
          "x-original-to",
          "reply-to",
          "authentication-results",
          "received-spf",
          "content-type",
          "sender" -> true;
      default -> false;
    };
  }

  private static @Nullable ReturnedMessage of(HeaderFields header) {
    if (header.size() == 0) {
      return null;
    }
    return new ReturnedMessage(
        inner(header.raw("Message-ID")),
        header.decoded("Subject"),
        address(header.decoded("From")),
        addresses(header.all("To", 3)),
        address(header.raw("Return-Path")),
        inner(header.raw("List-ID")),
        header.raw("Feedback-ID"),
        dkimDomains(header),
        receivedIps(header),
        campaignHeaders(header));
  }

  private static @Nullable String inner(@Nullable String value) {
    if (value == null) {
      return null;
    }
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    String inside = open >= 0 && close > open ? value.substring(open + 1, close) : value;
    return inside.isBlank() ? null : inside.strip();
  }

  static @Nullable String address(@Nullable String value) {
    if (value == null) {
      return null;
    }
    AddressText found = null;
    int open = value.lastIndexOf('<');
    if (open >= 0) {
      found = AddressText.find(value, open);
    }
    found = found == null ? AddressText.find(value, 0) : found;
    return found == null ? null : AddressField.lowerDomain(found.address());
  }

  private static List<String> addresses(List<String> values) {
    Set<String> all = new LinkedHashSet<>();
    for (String value : values) {
      AddressText found = AddressText.find(value, 0);
      while (found != null && all.size() < MOST_TO) {
        int open = value.indexOf('<', found.end());
        int comma = value.indexOf(',', found.end());
        boolean isDisplayName =
            open >= 0 && (comma < 0 || open < comma); // "a@example.org" <a@example.org>
        if (!isDisplayName) {
          all.add(AddressField.lowerDomain(found.address()));
        }
        found = AddressText.find(value, found.end());
      }
    }
    return new ArrayList<>(all);
  }

  /** RFC 6376 section 3.5. */
  private static List<String> dkimDomains(HeaderFields header) {
    Set<String> domains = new LinkedHashSet<>();
    for (String signature : header.all("DKIM-Signature", 10)) {
      for (String tag : signature.split(";", 30)) {
        String trimmed = tag.strip();
        if (trimmed.startsWith("d=") && trimmed.length() < 260) {
          domains.add(trimmed.substring(2).strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return new ArrayList<>(domains);
  }

  /** The addresses in square brackets or parentheses behind {@code from} in Received (RFC 5321 section 4.4). */
  private static List<String> receivedIps(HeaderFields header) {
    Set<String> ips = new LinkedHashSet<>();
    for (String received : header.all("Received", MOST_RECEIVED)) {
      int by = received.indexOf(" by ");
      String from = by > 0 ? received.substring(0, by) : received;
      int open = from.indexOf('[');
      int close = from.indexOf(']', open + 1);
      if (open >= 0 && close > open + 6 && close - open < 60) {
        String ip = from.substring(open + 1, close);
        ips.add(ip.regionMatches(true, 0, "IPv6:", 0, 5) ? ip.substring(5) : ip);
      }
    }
    return new ArrayList<>(ips);
  }

  /** Fields that may name a campaign, and those that name the recipient of the envelope. */
  private static Map<String, String> campaignHeaders(HeaderFields header) {
    Map<String, String> headers = new LinkedHashMap<>();
    header.forEach((name, value) -> {
      boolean wanted = name.startsWith("x-")
          || name.startsWith("list-")
          || name.startsWith("cfbl-")
          || name.equals("delivered-to")
          || name.equals("envelope-to")
          || name.equals("precedence")
          || name.equals("sender")
          || name.equals("reply-to");
      if (wanted && headers.size() < MOST_HEADERS && !headers.containsKey(name)) {
        String text = value.get();
        headers.put(
            name, text.length() > LONGEST_HEADER ? text.substring(0, LONGEST_HEADER) : text);
      }
    });
    return headers;
  }
}
