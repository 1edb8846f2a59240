package org.bouncescan.classify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What phrases of many rules have in common, by name: words that stand for each other ({@code {@mailbox} is full}) and
 * lists of phrases ({@code not: ["@authentication"]}). The data of words.yml.
 */
final class Words {
  private static final String FILE = "words.yml";
  private static final Pattern LIST = Pattern.compile("@[a-z_]+");
  private static final Pattern NAME = Pattern.compile("(?<=[{|])@([^{}|]*)(?=[|}])");

  /** Built in, read once. */
  private static final class Holder {
    static final Words BUILT_IN = new Words(Resource.yaml(FILE));
  }

  private final Map<String, String> choices = new HashMap<>();
  private final Map<String, List<String>> phrases = new HashMap<>();

  private Words(RuleYaml top) {
    top.only(List.of("words", "phrases"));
    RuleYaml words = named(top, "words");
    words.keys().forEach(name -> choices.put(name, String.join("|", words.texts(name))));
    RuleYaml lists = named(top, "phrases");
    for (String name : lists.keys()) { // a list may hold those above it
      phrases.put(name, lists.texts(name).stream().flatMap(this::phrases).toList());
    }
  }

  private static RuleYaml named(RuleYaml top, String key) {
    RuleYaml group = top.group(key);
    if (group == null) {
      throw top.error(key, "is missing");
    }
    return group;
  }

  static Words builtIn() {
    return Holder.BUILT_IN;
  }

  /**
   * The phrases that an entry of a rule stands for: those of the list it names, or itself with its words put in.
   *
   * @throws IllegalArgumentException where it uses a name that is not known; the message says which are
   */
  Stream<String> phrases(String entry) {
    return LIST.matcher(entry).matches()
        ? known(phrases, entry.substring(1)).stream()
        : Stream.of(withWords(entry));
  }

  private String withWords(String phrase) {
    if (phrase.indexOf('@') < 0) {
      return phrase;
    }
    Function<MatchResult, String> words =
        name -> Matcher.quoteReplacement(known(choices, name.group(1)));
    return NAME.matcher(phrase).replaceAll(words);
  }

  private static <T> T known(Map<String, T> all, String name) {
    T named = all.get(name);
    if (named == null) {
      throw new IllegalArgumentException("'@" + name + "' is not known; known here: "
          + String.join(", ", new TreeSet<>(all.keySet())));
    }
    return named;
  }
}
