package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bouncescan.dsn.DialectReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * Reads the transcript of an SMTP session as sendmail and its kin quote it: {@code >>> RCPT TO:<a@b>} is what was sent,
 * {@code <<< 550 …} what came back, {@code 550 <a@b>... User unknown} what the program makes of it.
 */
final class SmtpTranscript {
  /** One reply. */
  private static final class Reply {
    private final @Nullable String host;
    private final @Nullable SmtpPhase phase;
    private final StringBuilder text = new StringBuilder();

    Reply(@Nullable String host, @Nullable SmtpPhase phase) {
      this.host = host;
      this.phase = phase;
    }
  }

  private final Map<String, List<Reply>> byAddress = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<Reply> general = new ArrayList<>();
  private final StringBuilder remark = new StringBuilder();
  private boolean named; // the letter says where its transcript begins
  private final StringBuilder above =
      new StringBuilder(); // what a program said, right above the line read now
  private @Nullable String host;
  private @Nullable String commanded;
  private @Nullable SmtpPhase phase;
  private @Nullable Reply open;
  private boolean numbered;

  /** Reads the lines from {@code start} to {@code end}. */
  static SmtpTranscript read(List<String> lines, int start, int end) {
    SmtpTranscript transcript = new SmtpTranscript();
    int begin = begin(lines, start, end);
    transcript.named = begin < end && isHeading(lines.get(begin));
    for (int i = transcript.named ? begin + 1 : begin; i < end; i++) {
      transcript.line(lines.get(i));
    }
    return transcript;
  }

  /** The line of {@code ----- Transcript of session follows -----}; the start where there is none. */
  private static int begin(List<String> lines, int start, int end) {
    for (int i = start; i < end; i++) {
      if (isHeading(lines.get(i))) {
        return i;
      }
    }
    return start;
  }

  private static boolean isHeading(String line) {
    return line.contains("ranscript of ");
  }

  private void line(String raw) {
    String line = raw.strip();
    if (line.isEmpty()) {
      open = null;
      above.setLength(0);
      return;
    }
    int talking = line.indexOf("hile talking to ");
    if (talking >= 0) {
      host = hostName(line.substring(talking + 16));
      commanded = null;
      phase = SmtpPhase.CONNECT;
      open = null;
      return;
    }
    String arrow = afterArrow(line);
    if (arrow == null) {
      if (line.startsWith("050 ")) { // batch SMTP (RFC 2442) numbers what was sent as well
        numbered = true;
        command(line.substring(4));
      } else if (numbered && isReply(line)) {
        reply(line);
      } else {
        own(line, raw);
      }
      return;
    }
    above.setLength(0);
    if (isReply(arrow)) {
      reply(arrow);
    } else {
      command(arrow);
    }
  }

  private static String hostName(String rest) {
    int end = 0;
    while (end < rest.length() && " :;,".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    while (end > 0 && rest.charAt(end - 1) == '.') {
      end--;
    }
    return rest.substring(0, end);
  }

  /** What follows {@code >>>} or {@code <<<} at the head of a line, or null. */
  private static @Nullable String afterArrow(String line) {
    for (String arrow : new String[] {">>>", "<<<", "->>", "<<-", "-->", "<--", "In:", "Out:"}) {
      int at = line.indexOf(arrow);
      if (at >= 0 && at <= 40) {
        return line.substring(at + arrow.length()).strip();
      }
    }
    return null;
  }

  private static boolean isReply(String text) {
    return text.length() >= 3
        && text.charAt(0) >= '2'
        && text.charAt(0) <= '5'
        && Character.isDigit(text.charAt(1))
        && Character.isDigit(text.charAt(2));
  }

  private void command(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    open = null;
    commanded = null;
    if (upper.startsWith("RCPT TO")) {
      phase = SmtpPhase.RCPT_TO;
      AddressText address = AddressText.find(text, 0);
      commanded = address == null ? null : address.address();
    } else if (upper.startsWith("MAIL FROM")) {
      phase = SmtpPhase.MAIL_FROM;
    } else if (upper.startsWith("DATA")) {
      phase = SmtpPhase.END_OF_DATA;
    } else if (upper.startsWith("EHLO") || upper.startsWith("HELO")) {
      phase = SmtpPhase.HELO;
    } else if (upper.startsWith("STARTTLS")) {
      phase = SmtpPhase.STARTTLS;
    } else if (upper.startsWith("QUIT") || upper.startsWith("RSET")) {
      phase = null;
    }
  }

  private void reply(String text) {
    if (text.charAt(0) < '4') {
      open = null;
      return;
    }
    if (open != null && text.length() > 3) { // 550-first line, 550 last line
      FormReader.append(open.text, text);
      return;
    }
    open = new Reply(host, phase);
    FormReader.append(open.text, text);
    if (commanded != null) {
      byAddress
          .computeIfAbsent(commanded.toLowerCase(Locale.ROOT), a -> new ArrayList<>())
          .add(open);
    } else {
      general.add(open);
    }
  }

  /** {@code 550 5.1.1 <a@b>... User unknown} or {@code <a@b>... Deferred: …}, said by the program itself. */
  private void own(String line, String raw) {
    int dots = line.indexOf("... ");
    if (dots > 0) {
      String head = line.substring(0, dots);
      int space = head.lastIndexOf(' ');
      AddressText address = AddressText.find(head, 0);
      String name = address != null ? address.address() : head.substring(space + 1);
      Reply cause = isName(name) ? cause(line) : null;
      open = cause == null ? new Reply(host, null) : new Reply(host, cause.phase);
      FormReader.append(open.text, cause == null ? above.toString() : cause.text.toString());
      FormReader.append(open.text, line);
      above.setLength(0);
      if (!isName(
          name)) { // 421 example.com (smtp)... Deferred; 554 "|program -f"... Service unavailable
        general.add(open);
      } else {
        byAddress
            .computeIfAbsent(name.toLowerCase(Locale.ROOT), a -> new ArrayList<>())
            .add(open);
        names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      }
    } else if (isReply(line)
        && line.charAt(0) >= '4'
        && line.length() > 3
        && (line.charAt(3) == ' ' || line.charAt(3) == '-')) {
      open = new Reply(host, null);
      FormReader.append(open.text, line);
      general.add(open);
    } else if (open != null && Character.isWhitespace(raw.charAt(0))) {
      FormReader.append(open.text, line);
    } else if (open != null && afterwards(line)) {
      FormReader.append(open.text, line);
    } else {
      remark(line);
    }
  }

  /**
   * {@code example.org.: Connection timed out}, {@code maildrop: maildir over quota.}: what no reply, but a program says.
   * It explains the line below, or all where a transcript holds nothing else.
   */
  private void remark(String line) {
    if (!named || line.startsWith("--") || line.startsWith("Warning:") || afterwards(line)) {
      above.setLength(0);
      return;
    }
    FormReader.append(above, line);
    if (remark.length() == 0 || above.length() > line.length()) {
      remark.setLength(0);
      remark.append(above);
    }
  }

  /** The refusal of the whole session, or the line above, that the program only calls {@code Remote protocol error} or so. */
  private @Nullable Reply cause(String line) {
    Reply last = general.isEmpty() ? null : general.get(general.size() - 1);
    if (last == null || !Objects.equals(last.host, host)) {
      return null;
    }
    boolean refused = last.phase != null
        && (line.contains("Remote protocol error") || line.contains("Service unavailable"));
    boolean explained = last == open && line.contains("Local configuration error");
    return refused || explained ? last : null;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.indexOf('"') < 0
        && name.indexOf(')') < 0
        && name.indexOf('|') < 0;
  }

  private static boolean afterwards(String line) {
    return line.startsWith("Message could not be delivered for ")
        || line.startsWith("Will keep trying until ");
  }

  /** The addresses the transcript itself names, as written. */
  List<String> addresses() {
    List<String> all = new ArrayList<>();
    for (String key : byAddress.keySet()) {
      String name = names.getOrDefault(key, key);
      if (name.indexOf('@') > 0) {
        all.add(name);
      }
    }
    return all;
  }

  /**
   * {@code said} with the reply for its address, or with what was replied to the session as a whole.
   *
   * @param others all addresses that failed, lower case: a reply that names one of them is only about that one
   */
  Said complete(Said said, Set<String> others) {
    String address = said.address();
    List<Reply> own = address == null ? null : repliesTo(address, said.original());
    Reply best = best(own != null ? own : aboutAll(others));
    if (best == null) {
      return said.reason() != null || remark.length() == 0
          ? said
          : new Said(
              said.action(),
              address,
              said.original(),
              remark.toString(),
              said.host(),
              said.phase());
    }
    String reply = best.text.toString();
    String reason = said.reason();
    boolean richer = reason == null
        || (tells(reason)
            ? own != null && best.phase != null && reply.length() > reason.length()
            : tells(reply));
    return new Said(
        said.action(),
        address,
        said.original(),
        richer ? reply : reason,
        said.host() != null ? said.host() : richer ? best.host : null,
        said.phase() != null ? said.phase() : richer ? best.phase : null);
  }

  private List<Reply> aboutAll(Set<String> others) {
    List<Reply> all = new ArrayList<>();
    for (Reply reply : general) {
      AddressText named = AddressText.find(reply.text, 0);
      if (named == null || !others.contains(named.address().toLowerCase(Locale.ROOT))) {
        all.add(reply);
      }
    }
    return all;
  }

  private @Nullable List<Reply> repliesTo(String address, @Nullable String original) {
    List<Reply> replies = byAddress.get(address.toLowerCase(Locale.ROOT));
    if (replies == null && original != null) {
      replies = byAddress.get(original.toLowerCase(Locale.ROOT));
    }
    if (replies == null) {
      replies = byAddress.get(
          address.substring(0, Math.max(0, address.indexOf('@'))).toLowerCase(Locale.ROOT));
    }
    if (replies == null) {
      for (Reply reply : general) { // '<<< 550 <a@b>... User unknown' after DATA
        AddressText named = AddressText.find(reply.text, 0);
        if (named != null && named.address().equalsIgnoreCase(address)) {
          return List.of(reply);
        }
      }
    }
    return replies;
  }

  private static boolean tells(String reason) {
    return ReplyFacts.replyCode(reason) != null;
  }

  /** What the other host said is worth more than what the program makes of it. */
  private static @Nullable Reply best(List<Reply> replies) {
    Reply best = null;
    for (Reply reply : replies) {
      if (best == null || (best.phase == null && reply.phase != null)) {
        best = reply;
      }
    }
    return best;
  }
}
