package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks for in a reply of plain {@link Wording}: a literal in which {@code *} stands for up to 60
 * characters, a family of them with alternatives in braces ({@code {user|mailbox} {is |}full}), or a bounded regular
 * expression between slashes. A literal begins where a word begins (a leading {@code *} lifts that), and a digit at its
 * end is the last of its number. The work for a text of n characters is at most n times a constant.
 */
sealed interface Phrase {
  int MAX_GAP = 60;
  int MAX_SEGMENTS = 6;
  int MIN_LITERAL = 3;

  /** Long enough to look for: 3 characters, or 2 of a script that writes words with so few. */
  private static boolean isKey(String literal) {
    String text = literal.strip();
    return text.length() >= MIN_LITERAL
        || (text.length() == 2 && text.charAt(0) >= 0x2E80 && text.charAt(1) >= 0x2E80);
  }

  /** True when it stands in {@code text}, which is folded. */
  boolean isIn(String text);

  /** Literals of at least {@link #MIN_LITERAL} characters; without one of them it can't stand in a text. */
  List<String> keys();

  /**
   * Reads a phrase.
   *
   * @throws IllegalArgumentException when it can't be used; the message says why, and the cure
   */
  static Phrase of(String source) {
    if (source.length() > 2 && source.startsWith("/") && source.endsWith("/")) {
      return BoundedRegex.of(source.substring(1, source.length() - 1));
    }
    if (source.indexOf('{') >= 0) {
      return Family.of(source);
    }
    String compared = Wording.plain(Fold.phrase(source)).strip();
    if (compared.indexOf(' ') < 0 && Wording.leavesOut(Fold.phrase(source))) {
      throw new IllegalArgumentException(
          "only '" + compared
              + "' of it is compared, since articles and 'currently' are left out; add a word that tells more");
    }
    return Literal.of(source);
  }

  /** Segments in order, at most {@link #MAX_GAP} characters between two. */
  record Literal(List<String> segments, boolean anywhere, String key) implements Phrase {
    static Literal of(String source) {
      String folded = Wording.plain(Fold.phrase(source));
      boolean anywhere = folded.startsWith("*");
      List<String> segments = new ArrayList<>();
      String key = "";
      for (String segment : Gaps.between(folded)) {
        boolean outer = segments.isEmpty();
        String text = outer ? segment.stripLeading() : segment;
        if (text.isEmpty()) {
          continue;
        }
        segments.add(text);
        if (text.strip().length() > key.strip().length()) {
          key = text;
        }
      }
      if (!isKey(key)) {
        throw new IllegalArgumentException("it needs a literal of at least 3 characters");
      }
      if (segments.size() > MAX_SEGMENTS) {
        throw new IllegalArgumentException(
            "more than 5 times '*'; use 'all' with several phrases instead");
      }
      return new Literal(List.copyOf(segments), anywhere, key);
    }

    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public boolean isIn(String text) {
      if (segments.size() == 1) {
        String segment = segments.get(0);
        for (int at = text.indexOf(segment); at >= 0; at = text.indexOf(segment, at + 1)) {
          if (starts(text, at) && ends(text, at + segment.length())) {
            return true;
          }
        }
        return false;
      }
      return chain(text);
    }

    /** One pass a segment: the places where each can end, given where the one before can. */
    private boolean chain(String text) {
      int[] ends = new int[4];
      int count = 0;
      String first = segments.get(0);
      for (int at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
        if (starts(text, at)) {
          ends = put(ends, count++, at + first.length());
        }
      }
      for (int k = 1; k < segments.size() && count > 0; k++) {
        String segment = segments.get(k);
        // "not in * list" is also for "not in list": two blanks may be one.
        int overlap = segment.startsWith(" ") && segments.get(k - 1).endsWith(" ") ? 1 : 0;
        boolean last = k == segments.size() - 1;
        int[] next = new int[4];
        int found = 0;
        int reached = 0;
        for (int at = text.indexOf(segment, ends[0] - overlap);
            at >= 0;
            at = text.indexOf(segment, at + 1)) {
          while (reached < count && ends[reached] + MAX_GAP < at) {
            reached++;
          }
          if (reached == count) {
            break;
          }
          if (ends[reached] - overlap <= at && (!last || ends(text, at + segment.length()))) {
            next = put(next, found++, at + segment.length());
          }
        }
        ends = next;
        count = found;
      }
      return count > 0;
    }

    private static int[] put(int[] list, int index, int value) {
      int[] longer = index < list.length ? list : Arrays.copyOf(list, 2 * index);
      longer[index] = value;
      return longer;
    }

    private boolean starts(String text, int at) {
      return anywhere || at == 0 || !isWord(text.charAt(at)) || !isWord(text.charAt(at - 1));
    }

    private static boolean ends(String text, int end) {
      return end == text.length() || !isDigit(text.charAt(end - 1)) || !isDigit(text.charAt(end));
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
      return isDigit(c) || (c >= 'a' && c <= 'z');
    }
  }

  /** Literals that differ in some places only, as one expression; at most one gap. */
  record Family(OnDemand expression, List<String> keys) implements Phrase {
    private static final String START = "(?:(?<![a-z0-9])|(?![a-z0-9]))";
    private static final String END = "(?:(?<![0-9])|(?![0-9]))";
    private static final int LONG_ENOUGH = 5;
    private static final int MAX_KEYS = 400;

    static Family of(String source) {
      String folded = Fold.phrase(source);
      StringBuilder expression = new StringBuilder(folded.startsWith("*") ? "" : START);
      List<List<String>> parts = new ArrayList<>();
      int from = 0;
      while (from < folded.length()) {
        int open = folded.indexOf('{', from);
        String fixed = Wording.plain(folded.substring(from, open < 0 ? folded.length() : open));
        expression.append(gaps(fixed));
        for (String part : Gaps.apart(fixed)) {
          parts.add(part.equals("*") ? List.of() : List.of(part));
        }
        if (open < 0) {
          break;
        }
        int close = folded.indexOf('}', open);
        if (close < 0) {
          throw new IllegalArgumentException("a '{' is never closed");
        }
        List<String> choices = choices(folded.substring(open + 1, close));
        parts.add(choices);
        expression.append(
            choices.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));
        from = close + 1;
      }
      if (folded.chars().filter(c -> c == '*').count() > 1) {
        throw new IllegalArgumentException("with braces, '*' may stand only once");
      }
      return new Family(new OnDemand(expression.append(END).toString()), keys(parts));
    }

    /** Of all neighbours taken together those that say most with the fewest literals. */
    private static List<String> keys(List<List<String>> parts) {
      List<String> best = List.of();
      for (int first = 0; first < parts.size(); first++) {
        List<String> together = List.of("");
        for (int next = first; next < parts.size(); next++) {
          List<String> part = parts.get(next);
          int size = together.size() * part.size();
          // Longer ones are as many or more: once all are long enough, only fewer are better.
          boolean enough = size >= best.size() && shortest(best) >= LONG_ENOUGH;
          if (part.isEmpty() || size > MAX_KEYS || enough) {
            break;
          }
          together = product(together, part);
          best = better(best, together);
        }
      }
      if (best.isEmpty() || !best.stream().allMatch(Phrase::isKey)) {
        throw new IllegalArgumentException(
            "it needs a literal of at least 3 characters, or a choice of such literals");
      }
      return best;
    }

    private static List<String> product(List<String> heads, List<String> tails) {
      List<String> product = new ArrayList<>(heads.size() * tails.size());
      for (String head : heads) {
        for (String tail : tails) {
          product.add(head.concat(tail));
        }
      }
      return product;
    }

    private static List<String> choices(String inner) {
      if (inner.indexOf('*') >= 0 || inner.indexOf('{') >= 0) {
        throw new IllegalArgumentException("inside of braces stand plain words, divided by '|'");
      }
      return Stream.of(inner.split("\\|", -1)).map(Wording::plain).distinct().toList();
    }

    /** "not in * list" is also for "not in list": two blanks may be one. */
    private static String gaps(String fixed) {
      StringBuilder out = new StringBuilder();
      for (String part : Gaps.apart(fixed)) {
        out.append(part.equals("*") ? ".{0," + MAX_GAP + "}" : Pattern.quote(part));
      }
      return out.toString().replace("\\Q \\E.{0,60}\\Q \\E", " (?:.{0,60} )?");
    }

    /** One literal that is long enough rather than a choice of several. */
    private static List<String> better(List<String> one, List<String> other) {
      int first = Math.min(shortest(one), LONG_ENOUGH);
      int second = Math.min(shortest(other), LONG_ENOUGH);
      return second > first || (second == first && other.size() < one.size()) ? other : one;
    }

    private static int shortest(List<String> literals) {
      int shortest = literals.isEmpty() ? 0 : Integer.MAX_VALUE;
      for (String literal : literals) {
        shortest = Math.min(shortest, literal.strip().length());
      }
      return shortest;
    }

    @Override
    public boolean isIn(String text) {
      return expression.pattern().matcher(text).find();
    }
  }

  /** The places of {@code *}; most phrases have none, and every start reads all of them. */
  final class Gaps {
    private static final Pattern RUN = Pattern.compile("\\*+");
    private static final Pattern EDGE = Pattern.compile("(?<=\\*)|(?=\\*)");

    private Gaps() {}

    /** What stands between them. */
    static String[] between(String folded) {
      return split(RUN, folded);
    }

    /** What stands between them, and each of them. */
    static String[] apart(String folded) {
      return split(EDGE, folded);
    }

    private static String[] split(Pattern at, String folded) {
      return folded.indexOf('*') < 0 ? new String[] {folded} : at.split(folded, -1);
    }
  }

  /** Compiled when first needed: most families are never asked about in a run. */
  final class OnDemand {
    private final String source;
    private volatile @Nullable Pattern compiled;

    private OnDemand(String source) {
      this.source = source;
    }

    Pattern pattern() {
      Pattern pattern = compiled;
      if (pattern == null) {
        pattern = Pattern.compile(source);
        compiled = pattern;
      }
      return pattern;
    }
  }

  /** A regular expression whose steps are bounded by its form. */
  record BoundedRegex(Pattern pattern, List<String> keys) implements Phrase {
    private static final Pattern WORDS = Pattern.compile("[a-z][a-z' -]{0,200}");

    static BoundedRegex of(String source) {
      Pattern pattern = RegexBounds.compile(source);
      Matcher words = WORDS.matcher(source.replaceAll("\\\\.|\\[[^]]*]", "\u0000"));
      while (words.find()) {
        String run = words.group().strip();
        if (!Wording.plain(run).equals(run)) {
          throw new IllegalArgumentException("replies are compared in plain wording: write \""
              + Wording.plain(run) + "\" instead of \"" + run + '"');
        }
      }
      return new BoundedRegex(pattern, List.of(RegexBounds.literal(source)));
    }

    @Override
    public boolean isIn(String text) {
      return pattern.matcher(text).find();
    }
  }
}
