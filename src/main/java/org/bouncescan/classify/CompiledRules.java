package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.jspecify.annotations.Nullable;

/** The rules of a book, ready to be asked: phrases compiled and indexed once. Immutable. */
final class CompiledRules {
  /**
   * A rule with its phrases.
   *
   * @param providers numbers of the providers it asks for; empty when none
   */
  private record Compiled(
      Rule rule, List<Phrase> match, List<Phrase> all, List<Phrase> not, BitSet providers) {}

  /**
   * All that rules ask of a reply beside its text.
   *
   * @param facts about the answering host and the recipient's domain
   */
  record Circumstances(
      @Nullable EnhancedStatusCode status,
      @Nullable Integer replyCode,
      @Nullable SmtpPhase phase,
      HostFacts facts) {}

  private final List<Compiled> rules = new ArrayList<>();
  private final List<Integer> codeRules = new ArrayList<>();
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Integer> ruleOfPhrase = new ArrayList<>();
  private final PhraseIndex index;
  private final Map<Integer, Integer> providerOfPhrase = new HashMap<>();
  private final Providers providers;

  CompiledRules(RuleBook book, Providers providers) {
    this.providers = providers;
    for (Rule rule : book.rules()) {
      int number = rules.size();
      Compiled compiled = new Compiled(
          rule,
          compile(rule, rule.match()),
          compile(rule, rule.all()),
          compile(rule, rule.not()),
          numbers(rule.when().provider()));
      rules.add(compiled);
      if (rule.isCodeRule()) {
        codeRules.add(number);
      }
      List<Phrase> triggers =
          compiled.match().isEmpty() ? compiled.all().stream().limit(1).toList() : compiled.match();
      for (Phrase phrase : triggers) {
        phrases.add(phrase);
        ruleOfPhrase.add(number);
      }
    }
    providers.signs().forEach((sign, provider) -> {
      providerOfPhrase.put(phrases.size(), provider);
      phrases.add(Phrase.of(sign));
      ruleOfPhrase.add(-1);
    });
    index = new PhraseIndex(phrases);
  }

  private static List<Phrase> compile(Rule rule, List<String> sources) {
    List<Phrase> phrases = new ArrayList<>();
    for (String source : sources) {
      try {
        phrases.add(Phrase.of(source));
      } catch (IllegalArgumentException e) {
        throw new RuleFileException(
            rule.file(), rule.line(), rule.id() + ": \"" + source + "\": " + e.getMessage());
      }
    }
    return phrases;
  }

  private BitSet numbers(List<String> names) {
    BitSet numbers = new BitSet();
    names.forEach(name -> numbers.set(providers.number(name)));
    return numbers;
  }

  /** What the rules may ask of a host and a domain. */
  HostFacts facts(@Nullable String host, @Nullable String domain) {
    BitSet met = new BitSet();
    if (host != null) {
      String name = host.toLowerCase(Locale.ROOT);
      for (int number = 0; number < rules.size(); number++) {
        for (String wanted : rules.get(number).rule().when().host()) {
          if (name.equals(wanted) || name.endsWith("." + wanted)) {
            met.set(number);
          }
        }
      }
    }
    return new HostFacts(providers.numbers(host, domain), met);
  }

  /** The text rules that fit, the one to be asked first at the head; at most {@code limit}. */
  List<Rule> fitting(String text, Circumstances circumstances, int limit) {
    BitSet met = new BitSet(rules.size());
    BitSet speaking = (BitSet) circumstances.facts().providers().clone();
    // A run of characters may stand in a text many times; its phrase is looked for once.
    BitSet tried = new BitSet(phrases.size());
    index.candidates(text, number -> {
      if (tried.get(number)) {
        return;
      }
      tried.set(number);
      int rule = ruleOfPhrase.get(number);
      if (rule < 0) {
        if (phrases.get(number).isIn(text)) {
          speaking.set(providerOfPhrase.getOrDefault(number, 0));
        }
      } else if (!met.get(rule) && phrases.get(number).isIn(text)) {
        met.set(rule);
      }
    });
    List<Rule> fitting = new ArrayList<>();
    for (int number = met.nextSetBit(0);
        number >= 0 && fitting.size() < limit;
        number = met.nextSetBit(number + 1)) {
      Compiled compiled = rules.get(number);
      if (fits(number, compiled, circumstances, speaking)
          && compiled.all().stream().allMatch(phrase -> phrase.isIn(text))
          && compiled.not().stream().noneMatch(phrase -> phrase.isIn(text))) {
        fitting.add(compiled.rule());
      }
    }
    return fitting;
  }

  /** The first rule that goes by codes and host alone and fits; null when none does. */
  @Nullable
  Rule byCode(String text, Circumstances circumstances) {
    BitSet speaking = (BitSet) circumstances.facts().providers().clone();
    providerOfPhrase.forEach((number, provider) -> {
      if (phrases.get(number).isIn(text)) {
        speaking.set(provider);
      }
    });
    for (int number : codeRules) {
      Compiled compiled = rules.get(number);
      if (fits(number, compiled, circumstances, speaking)
          && compiled.not().stream().noneMatch(phrase -> phrase.isIn(text))) {
        return compiled.rule();
      }
    }
    return null;
  }

  private static boolean fits(
      int number, Compiled compiled, Circumstances circumstances, BitSet speaking) {
    Rule.Condition when = compiled.rule().when();
    return when.fits(circumstances.status(), circumstances.replyCode(), circumstances.phase())
        && (!when.namesSomebody()
            || compiled.providers().intersects(speaking)
            || circumstances.facts().rules().get(number));
  }
}
