package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a whole line must look like, for instance <code>&lt;{address}&gt;: {reason}</code>. Text stands for itself, in either case, and
 * a space for any amount of white space. A line is read once from left to right, so no line can cost more than its length.
 *
 * <ul>
 *   <li><code>{address}</code> a mail address, with or without brackets or quotes
 *   <li><code>{original}</code> the same, when it is the address that led to the other
 *   <li><code>{name}</code> a mail address or a bare local name, one word
 *   <li><code>{host}</code> a host name or a literal IP address
 *   <li><code>{code}</code> three digits
 *   <li><code>{reason}</code> anything up to the text that follows it in the pattern, or to the end of the line; may be empty
 *   <li><code>{some}</code> the same, but not empty
 *   <li><code>{any}</code> the same, and forgotten
 *   <li><code>{all}</code> the same, and the whole line is the reason
 * </ul>
 */
final class LinePattern {
  /** What a line says. */
  record Found(
      @Nullable String address,
      @Nullable String original,
      @Nullable String reason,
      @Nullable String host) {}

  private enum Kind {
    TEXT,
    ADDRESS,
    ORIGINAL,
    NAME,
    HOST,
    CODE,
    REASON,
    SOME,
    ANY,
    ALL
  }

  private record Token(Kind kind, String text) {}

  private final String source;
  private final List<Token> tokens;
  private final boolean needsSign;
  private final char first;

  private LinePattern(String source, List<Token> tokens) {
    this.source = source;
    this.tokens = List.copyOf(tokens);
    needsSign =
        tokens.stream().anyMatch(t -> t.kind() == Kind.ADDRESS || t.kind() == Kind.ORIGINAL);
    first = tokens.get(0).kind() == Kind.TEXT ? tokens.get(0).text().charAt(0) : 0;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException with the reason where it is none
   */
  static LinePattern of(String source) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < source.length()) {
      if (source.charAt(i) == '{') {
        int close = source.indexOf('}', i);
        if (close < 0) {
          throw new IllegalArgumentException("a '{' without '}' in '" + source + "'");
        }
        tokens.add(new Token(kind(source.substring(i + 1, close), source), ""));
        i = close + 1;
      } else {
        int open = source.indexOf('{', i);
        int end = open < 0 ? source.length() : open;
        tokens.add(new Token(Kind.TEXT, folded(source.substring(i, end))));
        i = end;
      }
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("an empty line pattern");
    }
    return new LinePattern(source, tokens);
  }

  private static String folded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.append(PhraseIndex.fold(text.charAt(i)));
    }
    return out.toString();
  }

  private static Kind kind(String name, String source) {
    return switch (name) {
      case "address" -> Kind.ADDRESS;
      case "original" -> Kind.ORIGINAL;
      case "name" -> Kind.NAME;
      case "host" -> Kind.HOST;
      case "code" -> Kind.CODE;
      case "reason" -> Kind.REASON;
      case "some" -> Kind.SOME;
      case "any" -> Kind.ANY;
      case "all" -> Kind.ALL;
      default ->
        throw new IllegalArgumentException(
            "'{" + name + "}' in '" + source
                + "' is none of {address}, {original}, {name}, {host}, {code}, {reason}, {some}, {any}, {all}");
    };
  }

  /** What {@code line}, without white space at its ends, says; null where it looks different. */
  @Nullable
  Found match(String line) {
    if (line.isEmpty()
        || (first > ' ' && PhraseIndex.fold(line.charAt(0)) != first)
        || (needsSign && line.indexOf('@') < 0)) {
      return null;
    }
    return read(line);
  }

  private @Nullable Found read(String line) {
    int at = 0;
    String address = null;
    String original = null;
    String reason = null;
    String host = null;
    boolean whole = false;
    for (int t = 0; t < tokens.size(); t++) {
      Token token = tokens.get(t);
      switch (token.kind()) {
        case TEXT -> at = textEnd(line, at, token.text());
        case ADDRESS, ORIGINAL -> {
          AddressText found = AddressText.at(line, at);
          if (found == null) {
            return null;
          }
          if (token.kind() == Kind.ADDRESS) {
            address = found.address();
          } else {
            original = found.address();
          }
          at = t + 1 < tokens.size() ? wrappedEnd(line, found, tokens.get(t + 1)) : found.end();
        }
        case NAME -> {
          AddressText found = AddressText.at(line, at);
          int end = found != null ? found.end() : wordEnd(line, at);
          address = found != null ? found.address() : bare(line.substring(at, end));
          at = address.isEmpty() ? -1 : end;
        }
        case HOST -> {
          int end = hostEnd(line, at);
          host = line.substring(at, end);
          at = end > at ? end : -1;
        }
        case CODE -> at = codeEnd(line, at);
        case REASON, SOME, ANY, ALL -> {
          int end = t + 1 < tokens.size() ? begin(line, at, tokens.get(t + 1)) : line.length();
          if (end < 0 || (token.kind() == Kind.SOME && line.substring(at, end).isBlank())) {
            return null;
          }
          whole |= token.kind() == Kind.ALL;
          if (token.kind() == Kind.REASON || token.kind() == Kind.SOME) {
            String piece = line.substring(at, end).strip();
            reason = reason == null ? piece : reason + " " + piece;
          }
          at = end;
        }
      }
      if (at < 0) {
        return null;
      }
    }
    return at == line.length() ? new Found(address, original, whole ? line : reason, host) : null;
  }

  /** Where the address ends: the pattern may say the closing brackets itself. */
  private static int wrappedEnd(String line, AddressText found, Token next) {
    int end = found.end();
    while (next.kind() == Kind.TEXT
        && textEnd(line, end, next.text()) < 0
        && end > found.start()
        && ">\"')]".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private static int textEnd(String line, int at, String text) {
    int i = at;
    for (int k = 0; k < text.length(); k++) {
      char want = text.charAt(k);
      if (want == ' ') {
        if (i >= line.length() || !Character.isWhitespace(line.charAt(i))) {
          // a space at the end of the pattern's text may be missing at the end of the line
          return i == line.length() && k == text.length() - 1 ? i : -1;
        }
        while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
          i++;
        }
      } else if (i < line.length() && lower(line.charAt(i)) == want) {
        i++;
      } else {
        return -1;
      }
    }
    return i;
  }

  private static char lower(char c) {
    return PhraseIndex.fold(c);
  }

  /** True where the address may stand anywhere in the line: such a line proves less than one of a known form. */
  boolean isLoose() {
    return tokens.get(0).kind() == Kind.ANY || tokens.get(0).kind() == Kind.ALL;
  }

  /** Where {@code next} first begins at or after {@code from}; -1 where it doesn't. */
  private static int begin(String line, int from, Token next) {
    if (next.kind() == Kind.ADDRESS || next.kind() == Kind.ORIGINAL) {
      AddressText found = AddressText.find(line, from);
      return found == null ? -1 : found.start();
    }
    if (next.kind() != Kind.TEXT) {
      return -1;
    }
    for (int i = from; i <= line.length() - 1; i++) {
      if (textEnd(line, i, next.text()) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static int wordEnd(String line, int at) {
    int i = at;
    while (i < line.length()
        && !Character.isWhitespace(line.charAt(i))
        && ":;,".indexOf(line.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** The name without its quotes and brackets; empty for a rule of dashes. */
  private static String bare(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && "<\"'(".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && ">\"').".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    boolean isName = word.chars().anyMatch(Character::isLetterOrDigit);
    return isName ? word.substring(from, to) : "";
  }

  private static int hostEnd(String line, int at) {
    int i = at;
    while (i < line.length()
        && (AddressText.isAsciiAlnum(line.charAt(i)) || ".-_:[]".indexOf(line.charAt(i)) >= 0)) {
      i++;
    }
    while (i > at && ".:".indexOf(line.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  private static int codeEnd(String line, int at) {
    for (int i = at; i < at + 3; i++) {
      if (i >= line.length() || !Character.isDigit(line.charAt(i))) {
        return -1;
      }
    }
    return at + 3;
  }

  @Override
  public String toString() {
    return source;
  }
}
