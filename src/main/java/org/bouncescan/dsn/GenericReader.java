package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncescan.dsn.DialectReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * The last resort: a letter that is a report by all its words, in a form that nobody described. Recipients are looked for
 * where reports of all kinds put them, near replies and in lines of their own. Everything it says has a low confidence.
 */
final class GenericReader {
  static final String NAME = "generic";

  private static final int LINES = 200;
  private static final int LONGEST_LINE = 2_000;
  private static final int MOST_RECIPIENTS = 50;

  private GenericReader() {}

  /** What the letter says, or null where it says nothing about anybody. */
  static @Nullable DialectReading read(TextDialect dialect, ScannedLetter found) {
    LetterText letter = found.letter();
    int end = found.end();
    DialectReading byForm = dialect.read(found);
    if (byForm != null && byForm.recipients().get(0).address() != null) {
      return new DialectReading(
          NAME,
          true,
          withReasons(byForm.recipients(), letter, byForm.copyLine()),
          byForm.copyLine());
    }
    Action action = dialect.action(found);
    int last = Math.min(end, LINES);
    Map<String, Said> said = new LinkedHashMap<>();
    boolean[] failing = failing(dialect, found, last);
    for (int i = 0; i < last && said.size() < MOST_RECIPIENTS; i++) {
      near(letter.lines(), i, last, action, said, letter, failing);
    }
    if (said.isEmpty()) {
      onlyAddress(letter, last)
          .ifPresent(one -> said.put("", new Said(action, one, null, null, null, null)));
    }
    boolean speaksOfFailure = dialect.textPhrases().intersects(found.text());
    if (said.isEmpty() && !(isRobot(letter) && speaksOfFailure)) {
      return null;
    }
    if (said.isEmpty()) { // a report all the same, and somebody must see it
      said.put("", new Said(action, null, null, firstReply(letter, last), null, null));
    }
    return new DialectReading(
        NAME, true, withReasons(new ArrayList<>(said.values()), letter, last), end);
  }

  /** The only address in the letter's own words that is nobody's who wrote, received or helps. */
  private static Optional<String> onlyAddress(LetterText letter, int end) {
    Set<String> found = new LinkedHashSet<>();
    String from = letter.from().toLowerCase(Locale.ROOT);
    for (int i = 0; i < end; i++) {
      String line = beginning(letter.lines().get(i));
      AddressText address = line.indexOf('@') < 0 ? null : AddressText.find(line, 0);
      while (address != null) {
        String folded = address.address().toLowerCase(Locale.ROOT);
        if (address.hasPublicDomain()
            && folded.indexOf('.', folded.lastIndexOf('@')) > 0
            && !from.contains(folded)
            && isRecipient(address.address(), line, letter)) {
          found.add(folded);
        }
        address = AddressText.find(line, address.end());
      }
    }
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  /** True where mail software itself writes, to nobody who could answer. */
  private static boolean isRobot(LetterText letter) {
    String path = letter.header().apply("Return-Path");
    String from = letter.from().toLowerCase(Locale.ROOT);
    return (path == null
            || path.indexOf('@') < 0
            || path.toLowerCase(Locale.ROOT).contains("mailer-daemon"))
        && (from.contains("mailer-daemon")
            || from.contains("postmaster")
            || from.contains("mail delivery")
            || from.contains("mailerdaemon")
            || from.contains("delivery subsystem"));
  }

  /** On which lines a phrase stands that says that something failed. */
  private static boolean[] failing(TextDialect dialect, ScannedLetter found, int lines) {
    BitSet phrases = dialect.textPhrases();
    boolean[] failing = new boolean[lines];
    for (int i = 0; i < lines; i++) {
      failing[i] = found.standing(phrases, i) >= 0;
    }
    return failing;
  }

  /** An address in a line with a reply or a failure, or in the line before a reply. */
  private static void near(
      List<String> lines,
      int i,
      int end,
      Action action,
      Map<String, Said> said,
      LetterText letter,
      boolean[] failing) {
    String line = beginning(lines.get(i));
    if (line.indexOf('@') < 0 || namesSomebodyElse(line)) {
      return;
    }
    String next = i + 1 < end ? beginning(lines.get(i + 1)) : "";
    boolean here = tells(line);
    boolean below = tells(next);
    boolean above = i > 0 && tells(beginning(lines.get(i - 1)));
    if (!here && !below && !above && !failing[i]) {
      return;
    }
    String reason = here ? line : below ? line + " " + next : above ? line : null;
    AddressText address = AddressText.find(line, 0);
    while (address != null) {
      if (address.hasPublicDomain() && isRecipient(address.address(), line, letter)) {
        said.putIfAbsent(
            address.address().toLowerCase(Locale.ROOT),
            new Said(
                action,
                address.address(),
                null,
                reason == null ? null : reason.strip(),
                null,
                null));
      }
      address = AddressText.find(line, address.end());
    }
  }

  /** As much of a line as people read; what a longer one says at its end is no statement about a recipient. */
  private static String beginning(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
  }

  private static boolean tells(String line) {
    return ReplyFacts.replyCode(line) != null || EnhancedStatusCode.find(line) != null;
  }

  /** True for lines that speak of senders, helpers and originals. */
  private static boolean namesSomebodyElse(String line) {
    String folded = line.strip().toLowerCase(Locale.ROOT);
    for (String lead : new String[] {
      "from:",
      "from ",
      "sender",
      "mail from",
      "reply-to",
      "return-path",
      "message-id",
      "cc:",
      "received",
      "contact",
      ">>> mail"
    }) {
      if (folded.startsWith(lead)) {
        return true;
      }
    }
    return folded.contains("mail from:")
        || (folded.contains("http://") && folded.indexOf('@') > folded.indexOf("http://"))
        || folded.contains("message-id");
  }

  /** No robot, no helper, not the person to whom the letter is addressed. */
  static boolean isRecipient(String found, String line, LetterText letter) {
    if (namesSomebodyElse(line)) {
      return false;
    }
    String address = found.toLowerCase(Locale.ROOT);
    String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
    if (local.equals("postmaster")
        || local.equals("mailer-daemon")
        || local.equals("abuse")
        || local.equals("support")
        || local.equals("helpdesk")) {
      return false;
    }
    String to = letter.header().apply("To");
    return to == null || !to.toLowerCase(Locale.ROOT).contains(address);
  }

  /**
   * Recipients without a reason get the first line that holds a reply. Where there is none, a letter about one recipient
   * is a better reason as a whole than the words that stand next to the address.
   */
  private static List<Said> withReasons(List<Said> found, LetterText letter, int end) {
    List<Said> said = found.size() > 1
        ? found
        : found.stream().map(one -> withoutLabel(one, letter, end)).toList();
    List<Said> all = new ArrayList<>(said.size());
    String reply = null;
    for (Said one : said) {
      if (one.reason() == null && reply == null) {
        reply = firstReply(letter, Math.min(end, LINES));
      }
      all.add(
          one.reason() != null || reply == null
              ? one
              : new Said(
                  one.action(), one.address(), one.original(), reply, one.host(), one.phase()));
    }
    return all;
  }

  /** The words in front of an address, {@code To:} and its like, are no reason. */
  private static Said withoutLabel(Said one, LetterText letter, int end) {
    String reason = one.reason();
    if (reason == null || tells(reason) || !isLabel(reason, one.address(), letter, end)) {
      return one;
    }
    return new Said(one.action(), one.address(), one.original(), null, one.host(), one.phase());
  }

  private static boolean isLabel(
      String reason, @Nullable String address, LetterText letter, int end) {
    String start = reason.split("[^\\p{L}]+", 2)[0];
    return address != null
        && !start.isEmpty()
        && letter.lines().stream()
            .limit(end)
            .map(String::strip)
            .anyMatch(line -> line.regionMatches(true, 0, start, 0, start.length())
                && line.toLowerCase(Locale.ROOT).contains(address.toLowerCase(Locale.ROOT)));
  }

  private static @Nullable String firstReply(LetterText letter, int end) {
    for (int i = 0; i < end; i++) {
      String line = letter.lines().get(i);
      if (tells(line)) {
        StringBuilder reply = new StringBuilder();
        for (int k = i; k < end && !letter.lines().get(k).isBlank(); k++) {
          FormReader.append(reply, letter.lines().get(k).strip());
        }
        return reply.toString();
      }
    }
    return null;
  }
}
