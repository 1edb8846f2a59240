package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message sorted by what its parts are for: machine-readable reports, words for people, and the message that is
 * returned. Text is decoded when it is asked for.
 */
final class Letter {
  /** Bytes of a part's text that are decoded for each character that is kept: charsets and encodings need up to so many. */
  private static final int BYTES_A_CHARACTER = 4;

  private final MimePart root;
  private final Limits limits;
  private final boolean overLimit;
  private final boolean isTorn;
  private final List<MimePart> reports = new ArrayList<>();
  private final List<MimePart> texts = new ArrayList<>();
  private final List<MimePart> attachments = new ArrayList<>();
  private @Nullable MimePart returnedPart;
  private @Nullable List<String> lines;

  private Letter(MimePart root, boolean overLimit, boolean isTorn, Limits limits) {
    this.root = root;
    this.limits = limits;
    this.overLimit = overLimit;
    this.isTorn = isTorn;
  }

  static Letter of(byte[] message, int length, Limits limits) {
    // mail ends with a line end (RFC 5321 section 4.1.1.4); one that does not was cut off
    byte last = message[length - 1];
    return of(message, length, last != '\n' && last != '\r', limits);
  }

  private static Letter of(byte[] message, int length, boolean isTorn, Limits limits) {
    MimeParser.Parsed parsed = MimeParser.parse(message, 0, length, limits);
    Letter letter = new Letter(parsed.root(), parsed.overLimit(), isTorn, limits);
    letter.sort(parsed.root(), true);
    return letter;
  }

  /** The message that {@code part} holds, as a letter of its own. */
  static Letter within(MimePart part, Limits limits) {
    byte[] bytes = part.decoded(limits.messageBytes());
    return of(bytes, bytes.length, false, limits);
  }

  private void sort(MimePart part, boolean whole) {
    if (part.isMultipart()) {
      if (part.type().equals("multipart/alternative")) {
        sortAlternatives(part.children());
      } else {
        part.children().forEach(it -> sort(it, false));
      }
    } else if (isMachineReport(part.type())) {
      reports.add(part);
    } else if (part.isReturned() && !whole) {
      returnedPart = returnedPart == null ? part : returnedPart;
    } else if (part.type().startsWith("text/") && !part.type().equals("text/calendar")) {
      if (returnedPart == null) {
        texts.add(part);
      }
    } else {
      attachments.add(part);
    }
  }

  /** Of alternatives the plain one is read, and HTML only where it says nothing. */
  private void sortAlternatives(List<MimePart> children) {
    int before = texts.size();
    for (MimePart child : children) {
      boolean isSpare = child.type().equals("text/html") && saysSomething(before);
      if (!isSpare) {
        sort(child, false);
      }
    }
  }

  private boolean saysSomething(int from) {
    for (MimePart text : texts.subList(from, texts.size())) {
      if (Bytes.trimEnd(text.data(), text.bodyStart(), text.bodyEnd()) > text.bodyStart() + 40) {
        return true;
      }
    }
    return false;
  }

  static boolean isMachineReport(String type) {
    return switch (type) {
      case "message/delivery-status",
          "message/global-delivery-status",
          "message/feedback-report",
          "message/disposition-notification",
          "message/global-disposition-notification" -> true;
      default -> false;
    };
  }

  MimePart root() {
    return root;
  }

  HeaderFields header() {
    return root.header();
  }

  boolean overLimit() {
    return overLimit;
  }

  /** The machine-readable parts, in order. */
  List<MimePart> reports() {
    return reports;
  }

  /** True where a machine-readable part was cut off, so that it may name fewer recipients than it did. */
  boolean isCutOff() {
    return reports.stream().anyMatch(MimePart::isOpen);
  }

  /** Parts that are neither text nor report nor returned message. */
  List<MimePart> attachments() {
    return attachments;
  }

  /** The part that holds the returned message, whole or its header; null when there is none. */
  @Nullable
  MimePart returnedPart() {
    return returnedPart;
  }

  /** A header field, decoded; empty when absent. */
  String field(String name) {
    String value = header().decoded(name);
    return value == null ? "" : value;
  }

  /** The address in From, domain in lower case; null when there is none. */
  @Nullable
  String from() {
    return ReturnedMessages.address(field("From"));
  }

  String subject() {
    return field("Subject");
  }

  /** The lines of the readable text, decoded, without line ends and {@link Boilerplate}; at most {@link Limits#textChars} characters. */
  List<String> lines() {
    List<String> read = lines;
    if (read == null) {
      read = new ArrayList<>();
      int left = limits.textChars();
      for (MimePart part : texts) {
        if (left <= 0) {
          break;
        }
        String text = part.text((int) Math.min(Integer.MAX_VALUE, (long) left * BYTES_A_CHARACTER));
        text = part.type().equals("text/html") || looksLikeHtml(text) ? HtmlText.of(text) : text;
        text = text.length() > left ? text.substring(0, left) : text;
        text = isTorn && part.bodyEnd() == root.bodyEnd() ? withoutTornAddress(text) : text;
        left -= text.length() + 1;
        split(text, read::add);
      }
      read = LetterKinds.builtIn().boilerplate().without(read);
      lines = read;
    }
    return read;
  }

  /** {@code text} without an address at its very end: what is left of one may be somebody else's. */
  private static String withoutTornAddress(String text) {
    int start = text.length();
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return text.indexOf('@', start) < 0 ? text : text.substring(0, start);
  }

  private static boolean looksLikeHtml(String text) {
    String start =
        text.substring(0, Math.min(200, text.length())).stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<html") || start.startsWith("<!doctype html");
  }

  /** Gives every line of {@code text}, without its end, to {@code to}. */
  static void split(String text, Consumer<String> to) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        to.accept(text.substring(from, i));
        i = c == '\r' ? lastOfLineEnd(text, i) : i;
        from = i + 1;
      }
    }
    if (from < text.length()) {
      to.accept(text.substring(from));
    }
  }

  /** Index of the last character of the line end that begins with the CR at {@code at}. */
  private static int lastOfLineEnd(String text, int at) {
    int i = at + 1;
    while (i < text.length() && i - at < Bytes.MOST_RETURNS && text.charAt(i) == '\r') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '\n' ? i : at;
  }

  /** What a dialect looks at. */
  LetterText text(Supplier<List<String>> returnedTo) {
    return new LetterText(field("From"), subject(), header()::decoded, lines(), returnedTo);
  }
}
