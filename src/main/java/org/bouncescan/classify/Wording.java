package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one wording in which phrases and replies are compared, so that a phrase stands for its family: articles are left
 * out, {@code isn't}, {@code was not} and {@code has not been} are {@code is not}, {@code unable to} is {@code cannot},
 * {@code whitelist} and {@code allow-list} are {@code allowlist}, {@code e-mail} is {@code email}, and so on. One pass
 * over the words, after {@link Fold}.
 */
final class Wording {
  private static final Set<String> LEFT_OUT = Set.of("a", "an", "the", "currently", "presently");
  private static final Set<String> BE =
      Set.of("is", "are", "was", "were", "be", "been", "being", "isn", "ain");
  private static final Set<String> HAVE = Set.of("has", "have", "had", "having");
  private static final Set<String> DO = Set.of("does", "do", "did");

  /** Words in one spelling; two words where the value holds a blank. */
  private static final Map<String, String> WORDS = Map.ofEntries(
      Map.entry("can't", "cannot"),
      Map.entry("cant", "cannot"),
      Map.entry("couldn't", "cannot"),
      Map.entry("won't", "will not"),
      Map.entry("dosn't", "does not"),
      Map.entry("dosen't", "does not"),
      Map.entry("doesnt", "does not"),
      Map.entry("doesnot", "does not"),
      Map.entry("dont", "does not"),
      Map.entry("isnt", "is not"),
      Map.entry("exsist", "exist"),
      Map.entry("exists", "exist"),
      Map.entry("unknow", "unknown"),
      Map.entry("unknwon", "unknown"),
      Map.entry("invaild", "invalid"),
      Map.entry("disbaled", "disabled"),
      Map.entry("adress", "address"),
      Map.entry("adresses", "addresses"));

  /** Pieces of words in one spelling; the longer of two that begin alike stands first. */
  private static final String[][] PIECES = {
    {"e-mail", "email"},
    {"mail box", "mailbox"},
    {"mail-box", "mailbox"},
    {"whitelist", "allowlist"},
    {"white list", "allowlist"},
    {"white-list", "allowlist"},
    {"allow list", "allowlist"},
    {"allow-list", "allowlist"},
    {"safelist", "allowlist"},
    {"safe list", "allowlist"},
    {"safe-list", "allowlist"},
    {"blacklist", "blocklist"},
    {"black list", "blocklist"},
    {"black-list", "blocklist"},
    {"block list", "blocklist"},
    {"block-list", "blocklist"},
    {"deny list", "blocklist"},
    {"deny-list", "blocklist"},
    {"denylist", "blocklist"},
    {"graylist", "greylist"},
    {"gray list", "greylist"},
    {"gray-list", "greylist"},
    {"grey list", "greylist"},
    {"grey-list", "greylist"},
    {"authoris", "authoriz"},
    {"organis", "organiz"},
    {"recognis", "recogniz"},
    {"unroutable", "unrouteable"},
    {"recepient", "recipient"},
    {"reciepient", "recipient"},
    {"recipent", "recipient"},
    {"recieve", "receive"},
    {"can not", "cannot"},
    {"nonexist", "non-exist"},
    {"non exist", "non-exist"},
    {"non-existing", "non-existent"},
  };

  private final String in;
  private final List<String> out;

  private Wording(String in) {
    this.in = in;
    this.out = new ArrayList<>(in.length() / 5 + 2);
  }

  /** A folded text in the compared wording; blanks at its ends are kept. */
  static String plain(String folded) {
    Wording wording = new Wording(pieces(folded));
    return wording.words();
  }

  /** True where a folded text has words that {@link #plain} leaves out. */
  static boolean leavesOut(String folded) {
    return Arrays.stream(folded.split(" ", -1)).anyMatch(LEFT_OUT::contains);
  }

  private static String pieces(String folded) {
    String text = folded;
    for (String[] piece : PIECES) {
      if (text.contains(piece[0])) {
        text = text.replace(piece[0], piece[1]);
      }
    }
    return text;
  }

  private String words() {
    int i = 0;
    int length = in.length();
    while (i < length) {
      int end = in.indexOf(' ', i);
      end = end < 0 ? length : end;
      if (end > i) {
        word(in.substring(i, end));
      }
      i = end + 1;
    }
    String text = String.join(" ", out);
    return (in.startsWith(" ") ? " " : "")
        + text
        + (in.endsWith(" ") && !text.isEmpty() ? " " : "");
  }

  private void word(String word) {
    if (LEFT_OUT.contains(word)) {
      return;
    }
    String known = WORDS.get(word);
    if (known != null) {
      int blank = known.indexOf(' ');
      if (blank > 0) {
        put(known.substring(0, blank));
        put(known.substring(blank + 1));
      } else {
        put(known);
      }
    } else if (word.length() > 4 && word.endsWith("n't")) {
      put(word.substring(0, word.length() - 3));
      put("not");
    } else {
      put(word);
    }
  }

  /** Adds a word; what it makes of the one before is put right. */
  private void put(String word) {
    String last = out.isEmpty() ? "" : out.get(out.size() - 1);
    if (BE.contains(word)) {
      be(last);
    } else if (word.equals("not") && DO.contains(last)) {
      replaceLast("does");
      out.add("not");
    } else if (word.equals("not") && last.equals("could")) {
      replaceLast("cannot");
    } else if (word.equals("to") && able(last)) {
      cannot();
    } else {
      out.add(word);
    }
  }

  /** "has been" is "is", and so is "has not been": "is not". */
  private void be(String last) {
    if (HAVE.contains(last)) {
      replaceLast("is");
    } else if (last.equals("not") && out.size() > 1 && HAVE.contains(out.get(out.size() - 2))) {
      out.set(out.size() - 2, "is");
    } else if (!last.equals("is")) {
      out.add("is");
    }
  }

  private boolean able(String last) {
    return last.equals("unable")
        || (last.equals("able") && out.size() > 1 && out.get(out.size() - 2).equals("not"));
  }

  private void cannot() {
    if (out.remove(out.size() - 1).equals("able")) {
      out.remove(out.size() - 1);
    }
    if (!out.isEmpty() && out.get(out.size() - 1).equals("is")) {
      out.remove(out.size() - 1);
    }
    out.add("cannot");
  }

  private void replaceLast(String word) {
    out.set(out.size() - 1, word);
  }
}
