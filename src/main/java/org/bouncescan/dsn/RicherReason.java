package org.bouncescan.dsn;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncescan.dsn.DialectReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * Joins what the machine-readable part of a report says with what its human part says of the same recipient: a generic
 * code or a bare "User unknown" that a relay added must not hide the reply of the server.
 */
final class RicherReason {
  /** A reply shorter than this rarely says more than its code does. */
  private static final int SHORT = 30;

  private static final int PARAGRAPH_WITHIN_LINES = 100;
  private static final int LONGEST_LETTER = 800;

  // what relays put in place of the reply they got, without codes and punctuation, in lower case
  private static final Set<String> EMPTY_WORDS = Set.of(
      "",
      "user unknown",
      "unknown user",
      "host unknown",
      "service unavailable",
      "delivery failed",
      "delivery error",
      "delivery not authorized",
      "message undeliverable",
      "undeliverable",
      "not delivered",
      "failed",
      "failure",
      "other or undefined status",
      "permanent failure",
      "permanent error",
      "mailbox unavailable",
      "recipient rejected",
      "rejected",
      "unknown error",
      "unknown",
      "none",
      "ok", // the answer to another command than the one that failed
      "error",
      "unable to relay",
      "exit",
      "requested action not taken mailbox unavailable",
      "transaction failed");

  private static final Pattern NO_ASCII_LETTER = Pattern.compile("[^A-Za-z]+");

  private RicherReason() {}

  /** True where the human part is worth reading for this recipient. */
  static boolean isWanted(RecipientStatus status) {
    boolean failing = status.action() == Action.FAILED || status.action() == Action.DELAYED;
    return failing
        && (status.recipient() == null
            || isPoor(status.diagnostic(), status.status())
            || isBroken(status.diagnostic()));
  }

  /** True where letters beyond ASCII were lost on the way: {@code donn?es}, U+FFFD, or UTF-8 read as Latin-1. */
  private static boolean isBroken(@Nullable String text) {
    for (int i = 0; text != null && i < text.length() - 1; i++) {
      char c = text.charAt(i);
      char next = text.charAt(i + 1);
      boolean latin1 = (c == '\u00C2' || c == '\u00C3') && next >= '\u0080' && next <= '\u00BF';
      if (c == '\uFFFD'
          || latin1
          || (c == '?' && next >= 'a' && next <= 'z' && amidWord(text, i))) {
        return true;
      }
    }
    return false;
  }

  /** True where only letters stand between the last space and {@code at}: the question mark is none of a link. */
  private static boolean amidWord(String text, int at) {
    int i = at - 1;
    while (i >= 0 && AddressText.isAsciiAlnum(text.charAt(i))) {
      i--;
    }
    return i < at - 1 && (i < 0 || text.charAt(i) == ' ');
  }

  /** True where {@code whole} says the same as {@code broken}, and more letters of it. */
  private static boolean isWholeOf(String broken, String whole) {
    String letters = NO_ASCII_LETTER.matcher(broken).replaceAll("");
    return letters.length() > SHORT / 2
        && !isBroken(whole)
        && NO_ASCII_LETTER.matcher(whole).replaceAll("").contains(letters);
  }

  /** True for a reply that says no more than that something failed. */
  static boolean isPoor(@Nullable String diagnostic, @Nullable EnhancedStatusCode status) {
    if (diagnostic == null) {
      return true;
    }
    if (diagnostic.length() > 400) {
      return false;
    }
    String words = words(diagnostic);
    return EMPTY_WORDS.contains(words)
        || ((status == null || status.isGeneric()) && words.length() < SHORT);
  }

  /** Lower-case words without addresses, codes, digits and punctuation. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = Character.toLowerCase(text.charAt(i));
      if (c > ' ' && (i == 0 || text.charAt(i - 1) <= ' ')) {
        int end = text.indexOf(' ', i);
        int at = text.indexOf('@', i);
        if (at > i && (end < 0 || at < end)) {
          i = end < 0 ? text.length() : end - 1;
          continue;
        }
      }
      if (Character.isLetter(c)) {
        words.append(c);
      } else if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
        words.append(' ');
      }
    }
    return words.toString().strip();
  }

  /** The phases that the human part tells, by address in lower case: {@code <a@b>: … (in reply to end of DATA command)}. */
  static Map<String, SmtpPhase> phases(List<String> lines) {
    Map<String, SmtpPhase> phases = new HashMap<>();
    String address = null;
    StringBuilder paragraph = new StringBuilder();
    for (int i = 0; i <= lines.size(); i++) {
      String line = i == lines.size() ? "" : lines.get(i).strip();
      if (line.startsWith("<") && line.indexOf('@') > 0) {
        AddressText found = AddressText.at(line, 0);
        address = found == null ? null : found.address().toLowerCase(Locale.ROOT);
      }
      if (address != null && !line.isEmpty()) {
        FormReader.append(paragraph, line);
      } else if (address != null) {
        SmtpPhase phase = ReplyFacts.of(paragraph.toString()).phase();
        if (phase != null) {
          phases.putIfAbsent(address, phase);
        }
        address = null;
        paragraph.setLength(0);
      }
    }
    return phases;
  }

  /** {@code status} with the phase, where it has none. */
  static RecipientStatus withPhase(RecipientStatus status, Map<String, SmtpPhase> phases) {
    String address = status.finalRecipient();
    SmtpPhase phase = status.phase() != null || address == null
        ? null
        : phases.get(address.toLowerCase(Locale.ROOT));
    return phase == null ? status : status.withPhase(phase);
  }

  /** {@code status} with the address and the reason of the human part, where that has them and they say more. */
  static RecipientStatus join(
      RecipientStatus status,
      @Nullable DialectReading reading,
      Map<String, Said> byAddress,
      boolean alone) {
    Said said = find(status, reading, byAddress, alone);
    if (said == null) {
      return status;
    }
    String reason = saysMore(said.reason(), status) ? said.reason() : status.diagnostic();
    ReplyFacts facts = ReplyFacts.of(reason);
    EnhancedStatusCode code =
        facts.status() != null && (status.status() == null || !facts.status().isGeneric())
            ? facts.status()
            : status.status();
    String address = status.recipient() != null ? status.recipient() : said.address();
    return new RecipientStatus(
        status.action(),
        said.original() != null && status.originalRecipient() == null ? said.original() : address,
        status.originalRecipient() != null ? status.originalRecipient() : said.original(),
        status.finalRecipient() != null ? status.finalRecipient() : said.address(),
        code,
        facts.replyCode() != null ? facts.replyCode() : status.replyCode(),
        reason,
        status.statedStatus(),
        status.phase() != null
            ? status.phase()
            : said.phase() != null ? said.phase() : facts.phase(),
        status.remoteMta() != null ? status.remoteMta() : said.host(),
        status.lastAttempt(),
        status.willRetryUntil());
  }

  /**
   * {@code status} with the paragraph of the human part that names its recipient, where nothing else gives a reason.
   *
   * @param lines the human part
   */
  static RecipientStatus orParagraph(RecipientStatus status, List<String> lines) {
    String address = status.finalRecipient() != null ? status.finalRecipient() : status.recipient();
    if (status.diagnostic() != null || address == null || address.indexOf('@') < 0) {
      return status;
    }
    String wanted = address.toLowerCase(Locale.ROOT);
    StringBuilder paragraph = new StringBuilder();
    boolean named = false;
    for (int i = 0; i < lines.size() && i < PARAGRAPH_WITHIN_LINES; i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("-----")) {
        if (named && saysMore(paragraph, address)) {
          break;
        }
        named = false;
        paragraph.setLength(0);
      } else {
        FormReader.append(paragraph, line);
        named |= line.toLowerCase(Locale.ROOT).contains(wanted);
      }
    }
    return named && saysMore(paragraph, address)
        ? status.withDiagnostic(paragraph.toString())
        : status;
  }

  /**
   * {@code status} with the letter's own words, where nothing else gives a reason: better that a person can read them.
   *
   * @param lines the human part
   * @param end the lines before this one are the letter's own
   */
  static RecipientStatus orLetter(RecipientStatus status, List<String> lines, int end) {
    boolean explained = status.diagnostic() != null
        || (status.status() != null && !status.status().isGeneric());
    if (explained || (status.action() != Action.FAILED && status.action() != Action.DELAYED)) {
      return status;
    }
    StringBuilder words = new StringBuilder();
    int last = Math.min(Math.min(end, lines.size()), PARAGRAPH_WITHIN_LINES);
    for (int i = 0; i < last && words.length() < LONGEST_LETTER; i++) {
      FormReader.append(words, lines.get(i).strip());
    }
    return words.length() < SHORT
        ? status
        : status.withDiagnostic(words.substring(0, Math.min(LONGEST_LETTER, words.length())));
  }

  private static boolean saysMore(StringBuilder paragraph, String address) {
    return paragraph.length() > address.length() + SHORT;
  }

  private static boolean saysMore(@Nullable String reason, RecipientStatus status) {
    if (reason == null) {
      return false;
    }
    String had = status.diagnostic();
    if (had == null) {
      return true;
    }
    if (isBroken(had) && isWholeOf(had, reason)) {
      return true;
    }
    boolean quotes =
        ReplyFacts.replyCode(reason) != null || EnhancedStatusCode.find(reason) != null;
    boolean vague = status.status() == null || status.status().isGeneric();
    return (quotes || vague)
        && isPoor(had, status.status())
        && words(reason).length() > words(had).length();
  }

  /** What the human part says of whom, by address in lower case. */
  static Map<String, Said> byAddress(@Nullable DialectReading reading) {
    if (reading == null) {
      return Map.of();
    }
    Map<String, Said> all = new HashMap<>();
    for (Said said : reading.recipients()) {
      if (said.address() != null) {
        all.putIfAbsent(said.address().toLowerCase(Locale.ROOT), said);
      }
    }
    return all;
  }

  private static @Nullable Said find(
      RecipientStatus status,
      @Nullable DialectReading reading,
      Map<String, Said> byAddress,
      boolean alone) {
    for (String address : new String[] {status.finalRecipient(), status.originalRecipient()}) {
      Said said = address == null ? null : byAddress.get(address.toLowerCase(Locale.ROOT));
      if (said != null) {
        return said;
      }
    }
    return alone && reading != null && reading.recipients().size() == 1
        ? reading.recipients().get(0)
        : null;
  }
}
