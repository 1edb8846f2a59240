package org.bouncescan.dsn;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reply quoted in prose lets one know beyond its words.
 *
 * @param status the first enhanced status code that says more than x.0.0, else the first at all; null when none
 * @param replyCode the SMTP reply code (RFC 5321 section 4.2); null when none
 * @param phase the point of the SMTP dialogue; null when not told
 * @param host the host that replied; null when not told
 */
record ReplyFacts(
    @Nullable EnhancedStatusCode status,
    @Nullable Integer replyCode,
    @Nullable SmtpPhase phase,
    @Nullable String host) {
  private static final ReplyFacts NONE = new ReplyFacts(null, null, null, null);

  static ReplyFacts of(@Nullable String reason) {
    if (reason == null || reason.isEmpty()) {
      return NONE;
    }
    String lower = reason.toLowerCase(Locale.ROOT);
    return new ReplyFacts(status(reason), replyCode(reason), phase(lower), host(reason, lower));
  }

  private static @Nullable EnhancedStatusCode status(String reason) {
    EnhancedStatusCode first = null;
    for (int i = 0; i + 4 < reason.length(); i++) {
      char c = reason.charAt(i);
      if ((c == '2' || c == '4' || c == '5') && reason.charAt(i + 1) == '.') {
        EnhancedStatusCode found = EnhancedStatusCode.find(
            reason.substring(i == 0 ? 0 : i - 1, Math.min(reason.length(), i + 12)));
        if (found != null && !found.isGeneric()) {
          return found;
        }
        first = first == null ? found : first;
      }
    }
    return first;
  }

  /** The first number 400 to 599 that stands where a reply code would. */
  static @Nullable Integer replyCode(String reason) {
    int n = reason.length();
    for (int i = 0; i + 3 <= n; i++) {
      char c = reason.charAt(i);
      if ((c == '4' || c == '5')
          && isDigit(reason, i + 1, '5' + 2)
          && isDigit(reason, i + 2, '9')
          && opens(reason, i)
          && closes(reason, i + 3)) {
        return Integer.valueOf(reason.substring(i, i + 3));
      }
    }
    return null;
  }

  private static boolean isDigit(String s, int i, int highest) {
    return i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= highest && s.charAt(i) <= '9';
  }

  private static boolean opens(String s, int i) {
    if (i == 0) {
      return true;
    }
    char before = s.charAt(i - 1);
    if (" \t(['\":;#<>*,=|\uff1a".indexOf(before) < 0) {
      return false;
    }
    int word = s.lastIndexOf(' ', i - 2);
    String previous = s.substring(word + 1, i - 1).toLowerCase(Locale.ROOT);
    return !previous.equals("port")
        && !previous.equals("over")
        && !previous.equals("id")
        && !previous.equals("than");
  }

  private static boolean closes(String s, int i) {
    if (i >= s.length()) {
      return true;
    }
    char after = s.charAt(i);
    if (" \t-,:;)'\"#<]>".indexOf(after) < 0
        && !(after == '.' && (i + 1 >= s.length() || s.charAt(i + 1) == ' '))) {
      return false;
    }
    for (String unit : new String[] {
      " bytes",
      " byte",
      " kb",
      " mb",
      " second",
      " minute",
      " hour",
      " day",
      " char",
      " recipients",
      " hops"
    }) {
      if (s.regionMatches(true, i, unit, 0, unit.length())) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable SmtpPhase phase(String text) {
    if (containsAny(
        text,
        "end of data",
        "transfer of mail text",
        "final data",
        "after i sent the message",
        "sent the message",
        "after data",
        "data send",
        "state 14",
        "message data",
        "after sending message")) {
      return SmtpPhase.END_OF_DATA;
    }
    if (containsAny(
        text,
        "rcpt to",
        "rcpt_to",
        "rcpt command",
        "smtp:rcpt",
        "does not like recipient",
        "does not like the recipient",
        "state 9")) {
      return SmtpPhase.RCPT_TO;
    }
    if (containsAny(
        text,
        "mail from:",
        "mail from command",
        "after mail from",
        "mail_from",
        "sender was rejected",
        "does not like sender",
        "smtp:mail")) {
      return SmtpPhase.MAIL_FROM;
    }
    if (containsAny(
        text,
        "initial connection",
        "refused to talk to me",
        "connection refused",
        "connection timed out",
        "connected to but greeting failed",
        "greeting failed",
        "could not connect",
        "unable to connect",
        "did not accept our requests to connect")) {
      return SmtpPhase.CONNECT;
    }
    if (containsAny(
        text, "ehlo command", "helo command", "after ehlo", "after helo", "my name was rejected")) {
      return SmtpPhase.HELO;
    }
    if (containsAny(text, "starttls")) {
      return SmtpPhase.STARTTLS;
    }
    return containsAny(text, "data command", "after data") ? SmtpPhase.DATA : null;
  }

  private static boolean containsAny(String text, String... words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** The host named as in {@code host mx.example.com[192.0.2.1] said:} or {@code while talking to mx.example.com.:}. */
  private static @Nullable String host(String reason, String lower) {
    for (String lead :
        new String[] {"host: ", "host ", "talking to ", "connect to ", "server ", "domain by "}) {
      int at = wordStart(lower, lead);
      if (at >= 0) {
        int end = at;
        while (end < reason.length()
            && (AddressText.isAsciiAlnum(reason.charAt(end))
                || ".-_".indexOf(reason.charAt(end)) >= 0)) {
          end++;
        }
        while (end > at && reason.charAt(end - 1) == '.') {
          end--;
        }
        String name = reason.substring(at, end);
        if (name.indexOf('.') > 0) {
          return name;
        }
      }
    }
    return null;
  }

  private static int wordStart(String text, String lead) {
    int at = text.indexOf(lead);
    if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      return -1;
    }
    return at < 0 ? -1 : at + lead.length();
  }
}
