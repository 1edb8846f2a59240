package org.bouncescan.classify;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/** How one reply is judged: the tiers of the decision order, one after the other. */
final class Judgement {
  private static final int ASKED = 8;

  /** Bad destination mailbox address (RFC 3463 section 3.2). */
  private static final EnhancedStatusCode NO_SUCH_MAILBOX = new EnhancedStatusCode(5, 1, 1);

  /** Who is behind a host and a domain. */
  interface Facts {
    HostFacts of(@Nullable String host, @Nullable String domain);
  }

  private final CompiledRules rules;
  private final boolean quotesUs;
  private final boolean givenUp;
  private final ReplyText text;
  private final @Nullable EnhancedStatusCode status;
  private final @Nullable Integer replyCode;
  private final CompiledRules.Circumstances circumstances;

  /**
   * @param givenUp true where a mail system was given the reply again and again for long, and gave up
   */
  Judgement(
      CompiledRules rules,
      Facts facts,
      Reply reply,
      ReplyShape shape,
      @Nullable String domain,
      boolean givenUp) {
    this.rules = rules;
    this.quotesUs = shape.quotesUs();
    this.givenUp = givenUp;
    this.text = ReplyText.of(shape.text());
    this.status = better(text.status(), reply.status());
    this.replyCode = text.replyCode() == null ? reply.replyCode() : text.replyCode();
    String host = reply.remoteHost() == null ? text.host() : reply.remoteHost();
    this.circumstances = new CompiledRules.Circumstances(
        status,
        replyCode,
        reply.phase() == null ? text.phase() : reply.phase(),
        facts.of(host, domain));
  }

  /** The server's own words beat the field beside them, and a code that says something one that says nothing. */
  private static @Nullable EnhancedStatusCode better(
      @Nullable EnhancedStatusCode inText, @Nullable EnhancedStatusCode beside) {
    if (inText == null || (inText.isGeneric() && beside != null)) {
      return beside;
    }
    return inText;
  }

  Verdict verdict() {
    StatusCodes.Meaning code = codeMeaning();
    List<Rule> fitting = rules.fitting(text.tail(), circumstances, ASKED);
    if (fitting.isEmpty() || fitting.get(0).category() == Category.UNDETERMINED) {
      List<Rule> outer = rules.fitting(text.whole(), circumstances, ASKED);
      fitting = outer.isEmpty() ? fitting : outer;
    }
    if (quotesUs) {
      fitting = aboutUsFirst(fitting);
    }
    Rule byCode = rules.byCode(text.tail(), circumstances);
    boolean textSays = !fitting.isEmpty() && fitting.get(0).category() != Category.UNDETERMINED;
    if (textSays && !yields(fitting.get(0), byCode, code)) {
      return byText(fitting, byCode, code);
    }
    if (byCode != null) {
      return byRule(byCode, fitting.isEmpty() ? null : fitting.get(0).id(), code, false);
    }
    if (code != null && code.category() != Category.UNDETERMINED && (textSays || !isGuess(code))) {
      return byMeaning(code, textSays ? fitting.get(0) : null);
    }
    if (!fitting.isEmpty()) {
      return byRule(fitting.get(0), null, code, false);
    }
    return verdict(
        Category.UNDETERMINED, null, false, "undetermined", Confidence.LOW, false, null, null);
  }

  /** The ids of all rules that fit, by the last server's words and by the whole reply. */
  List<String> fittingRules() {
    Rule byCode = rules.byCode(text.tail(), circumstances);
    return Stream.of(
            rules.fitting(text.tail(), circumstances, Integer.MAX_VALUE).stream(),
            Stream.ofNullable(byCode),
            rules.fitting(text.whole(), circumstances, Integer.MAX_VALUE).stream())
        .flatMap(it -> it)
        .map(Rule::id)
        .distinct()
        .toList();
  }

  /** A text that says little gives way to a code that says something, unless it spares a living address. */
  private static boolean yields(
      Rule text, @Nullable Rule byCode, StatusCodes.@Nullable Meaning code) {
    return text.confidence() == Confidence.LOW
        && text.category().bounceClass() != BounceClass.RESTRICTED
        && (byCode != null || (code != null && code.confidence() != Confidence.LOW));
  }

  private Verdict byText(
      List<Rule> fitting, @Nullable Rule byCode, StatusCodes.@Nullable Meaning code) {
    String next = fitting.size() > 1
        ? fitting.get(1).id()
        : byCode != null ? byCode.id() : code != null ? code.name() : null;
    return byRule(fitting.get(0), next, code, !isContradicted(fitting));
  }

  /** True where the text names a dead address and another cause as well: one message is then not enough. */
  private static boolean isContradicted(List<Rule> fitting) {
    Rule first = fitting.get(0);
    return !first.own()
        && first.category().bounceClass() == BounceClass.HARD
        && fitting.stream()
            .anyMatch(rule -> rule.confidence() == Confidence.HIGH
                && rule.category().bounceClass() != BounceClass.HARD
                && rule.category() != Category.UNDETERMINED);
  }

  private Verdict byRule(
      Rule rule, @Nullable String next, StatusCodes.@Nullable Meaning code, boolean byText) {
    boolean conflict = classMismatch() || (code != null && !code.agreesWith(rule.category()));
    boolean clear = byText
        && rule.clear()
        && rule.confidence() != Confidence.LOW
        && (!Boolean.FALSE.equals(claimedPermanent())
            || (givenUp && rule.category() == Category.INVALID_RECIPIENT));
    return verdict(
        rule.category(),
        rule.subtype(),
        clear,
        rule.id(),
        rule.confidence(),
        conflict,
        code == null ? null : code.category(),
        next);
  }

  /**
   * Three digits that would make an address dead, beside words that nobody understands: servers write 553 in front of
   * anything, and one that says something unknown again and again must not suppress in the end.
   */
  private boolean isGuess(StatusCodes.Meaning code) {
    return code.category().bounceClass() == BounceClass.HARD
        && (status == null || status.isGeneric())
        && text.hasWords();
  }

  /**
   * A code beside words that nobody understands never says clearly enough that an address is dead; together with words
   * that say as much, though little more, it does. So does 5.1.1 in a report without any reply: there the system that
   * looked for the mailbox speaks itself (RFC 3464 section 2.3.4), and no words can contradict it.
   */
  private Verdict byMeaning(StatusCodes.Meaning code, @Nullable Rule words) {
    boolean hard = code.category().bounceClass() == BounceClass.HARD;
    if (quotesUs && hard) {
      return verdict(
          Category.BAD_REPUTATION,
          null,
          false,
          "reply.quotes_our_address",
          Confidence.LOW,
          true,
          code.category(),
          code.name());
    }
    boolean agreed = hard
        && words != null
        && words.category().bounceClass() == BounceClass.HARD
        && Boolean.TRUE.equals(claimedPermanent());
    boolean noSuchMailbox = NO_SUCH_MAILBOX.equals(status) && text.whole().isBlank();
    return verdict(
        code.category(),
        code.subtype(),
        agreed || noSuchMailbox,
        code.name(),
        code.confidence(),
        classMismatch(),
        code.category(),
        words == null ? null : words.id());
  }

  /** A reply that quotes our own address is about us, where any rule says so. */
  private static List<Rule> aboutUsFirst(List<Rule> fitting) {
    return fitting.stream()
        .filter(rule -> rule.confidence() != Confidence.LOW)
        .filter(rule -> {
          BounceClass about = rule.category().bounceClass();
          return about == BounceClass.SENDER || about == BounceClass.BLOCK;
        })
        .findFirst()
        .map(first -> {
          List<Rule> rest = fitting.stream().filter(rule -> !rule.equals(first)).toList();
          return Stream.concat(Stream.of(first), rest.stream()).toList();
        })
        .orElse(fitting);
  }

  private StatusCodes.@Nullable Meaning codeMeaning() {
    StatusCodes codes = StatusCodes.builtIn();
    if (status != null && !status.isGeneric()) {
      return codes.of(status);
    }
    return replyCode == null ? null : codes.of(replyCode);
  }

  /** 550 4.2.1 claims both. */
  private boolean classMismatch() {
    return status != null && replyCode != null && replyCode / 100 != status.statusClass();
  }

  private @Nullable Boolean claimedPermanent() {
    if (replyCode != null) {
      return replyCode >= 500;
    }
    return status == null ? null : Boolean.valueOf(status.statusClass() == 5);
  }

  private Verdict verdict(
      Category category,
      @Nullable String subtype,
      boolean clear,
      String rule,
      Confidence confidence,
      boolean conflict,
      @Nullable Category codeMeaning,
      @Nullable String runnerUp) {
    return new Verdict(
        category,
        subtype,
        category.bounceClass(),
        category.resolvers(),
        claimedPermanent(),
        clear,
        status,
        replyCode,
        Objects.requireNonNull(rule, "rule is null"),
        confidence,
        conflict,
        codeMeaning,
        runnerUp,
        text.masked());
  }
}
