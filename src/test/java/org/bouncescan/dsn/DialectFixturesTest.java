package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncescan.dsn.DialectReading.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every letter in {@code dialects/FAMILY/NAME.eml} is read by the dialect FAMILY and says what NAME.expected.jsonl says. */
class DialectFixturesTest {
  private static final String COUNTER = "not-a-report";

  private static Path folder() {
    try {
      URL url =
          Objects.requireNonNull(DialectFixturesTest.class.getResource("dialects/not-a-report"));
      return Objects.requireNonNull(Path.of(url.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> letters() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
  }

  private static String family(Path letter) {
    return String.valueOf(Objects.requireNonNull(letter.getParent()).getFileName());
  }

  @TestFactory
  Stream<DynamicTest> every_letter_is_read_by_its_dialect() throws IOException {
    List<Path> letters = letters();
    assertThat(letters).hasSizeGreaterThan(100);
    return letters.stream()
        .map(letter -> DynamicTest.dynamicTest(
            family(letter) + "/" + letter.getFileName(), () -> check(letter)));
  }

  private static void check(Path letter) throws IOException {
    DialectReading reading =
        DialectSet.builtIn().read(TextLetters.of(Files.readString(letter, StandardCharsets.UTF_8)));
    Path expected = Path.of(letter.toString().replace(".eml", ".expected.jsonl"));
    assertThat(rows(reading)).isEqualTo(Files.readString(expected, StandardCharsets.UTF_8));
    if (family(letter).equals(COUNTER)) {
      assertThat(reading).isNull();
    } else {
      assertThat(reading).isNotNull().extracting(DialectReading::dialect).isEqualTo(family(letter));
    }
  }

  private static String rows(@Nullable DialectReading reading) {
    return reading == null
        ? "{\"event\":\"not_a_report\"}\n"
        : reading.recipients().stream()
            .map(said -> row(said.toStatus()) + "\n")
            .collect(Collectors.joining());
  }

  private static String row(RecipientStatus status) {
    String forwarded = status.originalRecipient() == null
        ? ""
        : ",\"final_recipient\":" + text(status.finalRecipient());
    return "{\"event\":" + text(status.action().name().toLowerCase(Locale.ROOT))
        + ",\"recipient\":" + text(status.recipient())
        + forwarded
        + ",\"status\":" + text(status.status())
        + ",\"reply_code\":" + status.replyCode()
        + ",\"phase\":" + text(phase(status.phase()))
        + ",\"remote_mta\":" + text(status.remoteMta())
        + ",\"diagnostic\":" + text(status.diagnostic())
        + "}";
  }

  private static @Nullable String phase(@Nullable SmtpPhase phase) {
    return phase == null ? null : phase.name().toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object value) {
    return value == null
        ? "null"
        : '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Test
  void every_dialect_has_a_letter_that_proves_it() throws IOException {
    Map<String, Long> letters = letters().stream()
        .collect(Collectors.groupingBy(
            DialectFixturesTest::family, TreeMap::new, Collectors.counting()));
    letters.remove(COUNTER);
    assertThat(letters.keySet())
        .containsExactlyInAnyOrderElementsOf(
            DialectSet.builtIn().dialects().stream().map(TextDialect::name).toList());
  }

  @Test
  void every_dialect_names_its_source() {
    assertThat(DialectSet.builtIn().dialects())
        .allSatisfy(dialect -> assertThat(dialect.description().source()).hasSizeGreaterThan(15));
  }

  @Test
  void what_one_dialect_cannot_read_is_low_confidence() throws IOException {
    for (Path letter : letters()) {
      DialectReading reading = DialectSet.builtIn()
          .read(TextLetters.of(Files.readString(letter, StandardCharsets.UTF_8)));
      if (reading != null) {
        assertThat(reading.lowConfidence())
            .as(letter.toString())
            .isEqualTo(reading.dialect().equals(GenericReader.NAME));
      }
    }
  }

  @Test
  void nobody_in_the_returned_copy_is_a_recipient() throws IOException {
    for (Path letter : letters()) {
      DialectReading reading = DialectSet.builtIn()
          .read(TextLetters.of(Files.readString(letter, StandardCharsets.UTF_8)));
      if (reading != null) {
        assertThat(reading.recipients())
            .as(letter.toString())
            .extracting(Said::address)
            .doesNotContain("kim@sender.example.com", "fink@vogelnest.example.net");
      }
    }
  }
}
