package org.bouncescan.classify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/**
 * A reply taken apart: what the last server said, without the words of those who passed it on, and its codes.
 *
 * @param tail what the last server said, folded and in plain wording for comparison
 * @param whole the whole reply, likewise, with the names of hosts left out
 * @param masked what the last server said, as people read it
 * @param status the enhanced status code that stands in the reply; null when none
 * @param replyCode the SMTP reply code that stands in it; null when none
 * @param phase the place in the dialogue that it names; null when none
 * @param host the host that it says has answered; null when none
 */
record ReplyText(
    String tail,
    String whole,
    String masked,
    @Nullable EnhancedStatusCode status,
    @Nullable Integer replyCode,
    @Nullable SmtpPhase phase,
    @Nullable String host) {

  /** After the last of these the answering server speaks (folded). */
  private static final String[] SAID = {
    " said: ",
    " said[response message]: ",
    "server returned '",
    "server returned: ",
    "server returned \"",
    "server returned was: ",
    "server responded: ",
    "server responded with: ",
    "server replied: ",
    "server replied with: ",
    "error was: ",
    "response was: ",
    "response from the remote server was: ",
    "response from server: ",
    "the reason was: ",
    "answered: ",
    "replied: ",
    "responded: ",
    "responded with: ",
    " reason: ",
    "<<< ",
    "-> ",
  };

  /** IronPort and Amazon SES put their own summary and then the reply in quotes: {@code 5.1.0 - … 550-'5.7.1 …'}. */
  private static final Pattern QUOTED =
      Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3} - [a-z ()]{4,60} [\"']?(?=[245]\\d\\d-')");

  /** Exim's own words before the reply: {@code SMTP error from remote mail server after MAIL FROM:<…> SIZE=1: 553 …}. */
  private static final Pattern EXIM_AFTER = Pattern.compile(
      "smtp error from remote (?:mail server|mailer) after [a-z ]{4,40}(?::<[^>]{0,200}>)?(?: [a-z]{2,10}=[^ :]{1,40}){0,4}: (?=[245]\\d\\d)");

  private static final Pattern HOST = Pattern.compile(
      "(?:\\bhost|talking to|connect to|server|domain)[:=]? {0,2}\\[?([a-z0-9][a-z0-9.-]{2,120}\\.[a-z]{2,20})\\b");
  private static final Pattern EXIM_HOST = Pattern.compile(
      "(?:\\bhost |\\bserver |\\bto )([a-z0-9_.-]{3,120}) {0,1}[\\[(](?:\\[?ip\\]?|[a-z0-9_.:-]{3,80})[\\])]{0,2}(?: \\[[^\\]]{1,40}\\])?:? ");
  private static final Pattern CODE_AT_START = Pattern.compile(
      "^(?:(?:smtp|x-[a-z0-9-]{1,30}|dns|unix|x400|lmtp|local)[;:] ?)?[\\s'\"(\\[#<]{0,4}([245]\\d\\d)(?![\\d.])");
  private static final Pattern CODE_BEFORE_STATUS =
      Pattern.compile("(?<![\\d.])([245]\\d\\d)[ -]{1,2}#?[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d])");
  private static final Pattern CODE_NAMED = Pattern.compile(
      "(?:smtp (?:error|code|reply|response)|error(?: code)?|status(?: code)?|code|reply)[:= (#]{1,3}([45]\\d\\d)(?![\\d.])");
  private static final Pattern MASK = Pattern.compile("\\[[a-z]{1,20}\\]");
  private static final Pattern TYPE =
      Pattern.compile("^(?i:smtp|x-[a-z0-9-]{1,30}|dns|unix|x400|lmtp|local)[;:] ?");
  private static final Pattern CONTINUED =
      Pattern.compile("(?<![\\d.])([245]\\d\\d)[- ](#?([245]\\.\\d{1,3}\\.\\d{1,3})[ -])?");
  private static final Pattern IN_REPLY = Pattern.compile(
      "(?i)\\(?in reply to (?:the )?(end of data|rcpt to|mail from|data|helo|ehlo|starttls|auth)[a-z ]{0,10}\\){0,2}");

  static ReplyText of(String shape) {
    String folded = fold(shape);
    int start = tailStart(folded);
    int code = start > 0 && hasWords(folded, start) ? start : 0;
    String tail = clean(folded.substring(code));
    String masked = clean(url(shape.substring(code)));
    Integer reply = replyCode(folded.substring(start));
    EnhancedStatusCode status = status(folded.substring(start));
    if (start > 0) {
      reply = reply == null ? replyCode(folded) : reply;
      status = status == null ? status(folded) : status;
    }
    return new ReplyText(
        Wording.plain(tail),
        Wording.plain(withoutHosts(folded)),
        masked,
        status,
        reply,
        phase(folded),
        host(folded));
  }

  private static String fold(String shape) {
    char[] chars = new char[shape.length()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Fold.fold(shape.charAt(i));
    }
    return new String(chars);
  }

  private static int tailStart(String folded) {
    int start = 0;
    // What another server said when it was asked about our own address is no word about the
    // recipient.
    int aboutUs = folded.indexOf("sender address rejected");
    int last = aboutUs < 0 ? folded.length() : aboutUs;
    for (String marker : SAID) {
      int at = folded.lastIndexOf(marker, last);
      if (at >= 0) {
        start = Math.max(start, at + marker.length());
      }
    }
    Matcher quoted = QUOTED.matcher(folded);
    if (quoted.find()) {
      start = Math.max(start, quoted.end());
    }
    Matcher after = EXIM_AFTER.matcher(folded);
    if (after.find()) {
      start = Math.max(start, after.end());
    }
    Matcher host = EXIM_HOST.matcher(folded);
    int from = start;
    while (host.find(from) && host.end() <= last) {
      from = host.end();
      // Only where a reply follows: a host may be named in the middle of a sentence too.
      if (CODE_AT_START
          .matcher(folded.substring(from, Math.min(folded.length(), from + 60)))
          .find()) {
        start = Math.max(start, from);
      }
    }
    return start;
  }

  /** True where it says more than codes and what is masked. */
  boolean hasWords() {
    return hasWords(MASK.matcher(masked).replaceAll(""), 0);
  }

  /** True where more than codes and brackets follows. */
  private static boolean hasWords(String folded, int start) {
    String rest = IN_REPLY.matcher(folded.substring(start)).replaceAll("");
    int letters = 0;
    for (int i = 0; i < rest.length() && letters < 6; i++) {
      letters += Character.isLetter(rest.charAt(i)) ? 1 : 0;
    }
    return letters >= 6 || (letters > 0 && rest.chars().anyMatch(c -> c > 127));
  }

  /** Without type, continuation codes, and the note of the command that was answered. */
  private static String clean(String folded) {
    String text = TYPE.matcher(folded.strip()).replaceFirst("");
    text = IN_REPLY.matcher(text).replaceAll(" ");
    Matcher code = CONTINUED.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    String first = null;
    while (code.find()) {
      if (first == null) {
        first = code.group(1);
        out.append(text, from, code.start() + 3).append(' ');
        from = code.start() + 4;
        continue;
      }
      if (first.equals(code.group(1))
          && (code.group(2) != null || text.charAt(code.end() - 1) == '-')) {
        out.append(text, from, code.start());
        from = code.end();
      }
    }
    out.append(text, from, text.length());
    return collapse(out);
  }

  private static String collapse(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' || (out.length() > 0 && out.charAt(out.length() - 1) != ' ')) {
        out.append(c);
      }
    }
    return out.toString().strip();
  }

  private static String withoutHosts(String folded) {
    return clean(EXIM_HOST.matcher(folded).replaceAll("host: "));
  }

  private static String url(String text) {
    return text.indexOf("://") < 0 ? text : Masks.URL.matcher(text).replaceAll("[URL]");
  }

  private static @Nullable Integer replyCode(String text) {
    for (Pattern pattern : new Pattern[] {CODE_AT_START, CODE_BEFORE_STATUS, CODE_NAMED}) {
      Matcher code = pattern.matcher(text.strip());
      if (code.find()) {
        int number = Integer.parseInt(code.group(1));
        if (number >= 400) {
          return number;
        }
      }
    }
    return null;
  }

  private static @Nullable EnhancedStatusCode status(String text) {
    EnhancedStatusCode first = EnhancedStatusCode.find(text);
    if (first == null || first.statusClass() != 2) {
      return first;
    }
    int at = text.indexOf(first.toString());
    EnhancedStatusCode next = EnhancedStatusCode.find(text.substring(at + 5));
    return next != null && next.statusClass() == 2 ? null : next;
  }

  private static @Nullable SmtpPhase phase(String folded) {
    Matcher reply = IN_REPLY.matcher(folded);
    if (reply.find()) {
      return named(reply.group(1));
    }
    int after = folded.indexOf("smtp error from remote ");
    if (after >= 0) {
      for (String[] known : Masks.PHASES) {
        if (folded.indexOf(known[0], after) >= 0) {
          return SmtpPhase.valueOf(known[1]);
        }
      }
    }
    return null;
  }

  private static SmtpPhase named(String words) {
    return switch (words) {
      case "end of data" -> SmtpPhase.END_OF_DATA;
      case "rcpt to" -> SmtpPhase.RCPT_TO;
      case "mail from" -> SmtpPhase.MAIL_FROM;
      case "data" -> SmtpPhase.DATA;
      case "starttls" -> SmtpPhase.STARTTLS;
      case "auth" -> SmtpPhase.AUTH;
      default -> SmtpPhase.HELO;
    };
  }

  private static @Nullable String host(String folded) {
    Matcher host = HOST.matcher(folded);
    String last = null;
    while (host.find()) {
      last = host.group(1);
    }
    return last;
  }

  /** Constants of the patterns above that would not fit in there. */
  private static final class Masks {
    static final Pattern URL = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"')]{1,400}");
    static final String[][] PHASES = {
      {"after end of data", "END_OF_DATA"},
      {"after rcpt to", "RCPT_TO"},
      {"for rcpt to", "RCPT_TO"},
      {"after mail from", "MAIL_FROM"},
      {"for mail from", "MAIL_FROM"},
      {"after data", "DATA"},
      {"after pipelined rcpt", "RCPT_TO"},
      {"after pipelined mail", "MAIL_FROM"},
      {"after initial connection", "CONNECT"},
      {"after helo", "HELO"},
      {"after ehlo", "HELO"},
      {"after starttls", "STARTTLS"},
      {"for text body", "END_OF_DATA"},
    };
  }
}
