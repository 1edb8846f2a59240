package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.SmtpPhase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies that servers send, each with what it means: {@code category[/subtype]}, a tab, the reply, and where known a tab
 * and {@code phase=}, {@code host=}, {@code status=} or {@code recipient=}. Several categories stand with a comma between
 * them where all of them are right.
 */
class KnownRepliesTest {
  private static final Classifier CLASSIFIER =
      new Classifier(RuleBook.builtIn(), SenderIdentity.UNKNOWN);

  record Known(String meaning, String text, Map<String, String> beside) {
    Reply reply() {
      String status = beside.get("status");
      String phase = beside.get("phase");
      return new Reply(
          text,
          status == null ? null : EnhancedStatusCode.find(status),
          null,
          phase == null ? null : SmtpPhase.valueOf(phase.toUpperCase(Locale.ROOT)),
          beside.get("host"),
          beside.get("recipient"));
    }
  }

  @ParameterizedTest
  @MethodSource
  void a_reply_means_what_it_says(Known known) {
    Verdict verdict = CLASSIFIER.judge(known.reply());
    String category = verdict.category().label();
    List<String> right = List.of(known.meaning().split(",", -1));

    assertThat(right)
        .as("%s by %s: %s", verdict, verdict.rule(), known.text())
        .containsAnyOf(category, category + "/" + verdict.subtype());
  }

  @ParameterizedTest
  @MethodSource("a_reply_means_what_it_says")
  void no_living_address_is_called_dead(Known known) {
    Verdict verdict = CLASSIFIER.judge(known.reply());
    boolean dead = Stream.of(known.meaning().split(",", -1))
        .map(it -> Category.ofLabel(it.replaceFirst("/.*", "")))
        .anyMatch(it -> it != null
            && (it.bounceClass() == BounceClass.HARD || it == Category.SUPPRESSED_BY_SENDER));

    assertThat(dead
            || !verdict.statedClearly()
            || (verdict.bounceClass() != BounceClass.HARD
                && verdict.category() != Category.SUPPRESSED_BY_SENDER))
        .as("%s by %s: %s", verdict, verdict.rule(), known.text())
        .isTrue();
  }

  static List<Known> a_reply_means_what_it_says() {
    List<Known> all = Stream.of(
            "restricted",
            "false-friends",
            "code-traps",
            "families",
            "languages",
            "providers",
            "living")
        .flatMap(file -> read(file).stream())
        .toList();
    assertThat(all).hasSizeGreaterThan(500);
    return all;
  }

  private static List<Known> read(String file) {
    String name = "replies/" + file + ".tsv";
    try (InputStream in = Objects.requireNonNull(
            KnownRepliesTest.class.getResourceAsStream(name), name + " is missing");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<Known> known = lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(KnownRepliesTest::known)
          .toList();
      assertThat(known).as(name).isNotEmpty();
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Known known(String line) {
    String[] cells = line.split("\t", -1);
    assertThat(cells.length).as(line).isBetween(2, 3);
    Map<String, String> beside = new HashMap<>();
    if (cells.length == 3) {
      for (String pair : cells[2].split(";", -1)) {
        int equals = pair.indexOf('=');
        beside.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return new Known(cells[0], cells[1], beside);
  }
}
