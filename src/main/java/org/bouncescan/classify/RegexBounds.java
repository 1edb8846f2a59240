package org.bouncescan.classify;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Accepts only regular expressions that can't take long: every quantifier is bounded, none stands on a group that holds
 * another, and the ways in which all of them can match are few.
 */
final class RegexBounds {
  private static final int MAX_WAYS = 2_000;

  private RegexBounds() {}

  /**
   * Compiles {@code source} for folded text.
   *
   * @throws IllegalArgumentException when it is not bounded or not valid; the message says why, and the cure
   */
  static Pattern compile(String source) {
    check(source);
    try {
      return Pattern.compile(source);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a valid regular expression: " + e.getDescription(), e);
    }
  }

  private static void check(String source) {
    long ways = 1;
    boolean[] quantified = new boolean[source.length() + 2];
    int depth = 0;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
        if (i < source.length()
            && (Character.isDigit(source.charAt(i)) || source.charAt(i) == 'k')) {
          throw new IllegalArgumentException("back references are not allowed");
        }
      } else if (c == '[') {
        i = endOfClass(source, i);
      } else if (c == '(') {
        depth++;
        quantified[depth] = false;
        if (source.startsWith("(?", i)) {
          i++;
          if (i + 1 < source.length() && source.charAt(i + 1) == ':') {
            i++;
          } else {
            throw new IllegalArgumentException(
                "of the groups only (…) and (?:…) are allowed; 'not' says what must be absent");
          }
        }
      } else if (c == ')') {
        boolean inner = quantified[depth];
        depth = Math.max(0, depth - 1);
        if (inner && isQuantifier(source, i + 1)) {
          throw new IllegalArgumentException("a quantifier stands on a group that holds another");
        }
        quantified[depth] |= inner;
      } else if (c == '*' || c == '+') {
        throw new IllegalArgumentException("'" + c + "' has no bound; write {0,60} or {1,60}");
      } else if (c == '?') {
        ways *= 2;
        quantified[depth] = true;
      } else if (c == '{') {
        int end = source.indexOf('}', i);
        ways *= choices(end < 0 ? "" : source.substring(i + 1, end));
        quantified[depth] = true;
        i = end;
      } else if (c == '|') {
        ways++;
      }
      if (ways > MAX_WAYS) {
        throw new IllegalArgumentException(
            "it can match in too many ways; use smaller bounds, or several phrases");
      }
    }
  }

  private static boolean isQuantifier(String source, int at) {
    return at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0;
  }

  private static int endOfClass(String source, int start) {
    for (int i = start + 1; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ']' && i > start + 1) {
        return i;
      }
    }
    throw new IllegalArgumentException("a '[' is never closed");
  }

  private static long choices(String bounds) {
    String[] ends = bounds.split(",", -1);
    try {
      int low = Integer.parseInt(ends[0].strip());
      if (ends.length == 1) {
        return 1;
      }
      if (ends.length == 2 && !ends[1].isBlank()) {
        return Math.max(1L, Integer.parseInt(ends[1].strip()) - (long) low + 1);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'{" + bounds + "}' is no quantifier", e);
    }
    throw new IllegalArgumentException("'{" + bounds + "}' has no upper bound");
  }

  /**
   * The longest run of plain characters that every match holds.
   *
   * @throws IllegalArgumentException when there is none of at least 3 characters
   */
  static String literal(String source) {
    StringBuilder run = new StringBuilder();
    String best = "";
    int depth = 0;
    for (int i = 0; i <= source.length(); i++) {
      char c = i < source.length() ? source.charAt(i) : '|';
      boolean plain = depth == 0 && "\\[](){}|.^$*+?".indexOf(c) < 0;
      boolean escaped = depth == 0
          && c == '\\'
          && i + 1 < source.length()
          && !Character.isLetterOrDigit(source.charAt(i + 1));
      int next = i + (escaped ? 2 : 1);
      if ((plain || escaped) && !isQuantifier(source, next)) {
        run.append(escaped ? source.charAt(++i) : c);
        continue;
      }
      if (run.length() > best.length()) {
        best = run.toString();
      }
      run.setLength(0);
      if (i < source.length()) {
        if (c == '|' && depth == 0) {
          throw new IllegalArgumentException("use several phrases instead of '|' at the top");
        }
        if (c == '\\') {
          i++;
        } else if (c == '[') {
          i = endOfClass(source, i);
        } else if (c == '{') {
          i = Math.max(i, source.indexOf('}', i));
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    if (best.strip().length() < Phrase.MIN_LITERAL) {
      throw new IllegalArgumentException(
          "it needs at least 3 plain characters in a row outside of groups; several phrases may do");
    }
    return best;
  }
}
