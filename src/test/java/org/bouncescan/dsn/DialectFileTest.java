package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectFileTest {
  private static final String GOOD = """
      dialect: pigeon
      source: "RFC 1149"
      recognise:
        - text: ["This is the pigeon at"]
      forms:
        - recipients: ["<{address}>: {reason}"]
      """;

  private static DialectDescription read(String yaml) {
    return DialectFile.read(
        "pigeon.yml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_description_is_read() {
    DialectDescription pigeon = read(GOOD);
    assertThat(pigeon.name()).isEqualTo("pigeon");
    assertThat(pigeon.recognise()).hasSize(1);
    assertThat(pigeon.forms().get(0).place()).isEqualTo(DialectDescription.ReasonPlace.AFTER);
  }

  @Test
  void a_new_dialect_needs_no_java() {
    DialectSet set = DialectSet.of(List.of(read(GOOD)));
    DialectReading reading = Objects.requireNonNull(set.read(TextLetters.fromRobot(
        "no subject",
        "This is the pigeon at example.org.\n\n<seed@example.net>: 550 5.1.1 no such loft\n")));
    assertThat(reading.dialect()).isEqualTo("pigeon");
    assertThat(reading.recipients().get(0).address()).isEqualTo("seed@example.net");
    assertThat(reading.recipients().get(0).reason()).isEqualTo("550 5.1.1 no such loft");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          dialect: pigeon                     | dialect: [pigeon]                | pigeon.yml:1: one value
          source:                             | sauce:                           | pigeon.yml:2: unknown key 'sauce'
          - text: ["This is the pigeon at"]   | - text: ["abc"]                  | pigeon.yml:4: 'abc' is too short
          - text: ["This is the pigeon at"]   | - word: ["This is the pigeon"]   | pigeon.yml:4: unknown key 'word'
          - text: ["This is the pigeon at"]   | - {}                             | pigeon.yml:4: evidence without a phrase
          "<{address}>: {reason}"             | "<{adress}>: {reason}"           | pigeon.yml:6: '{adress}'
          "<{address}>: {reason}"             | "<{address: {reason}"            | pigeon.yml:6
          recipients: ["<{address}>: {reason}"] | reason: somewhere              | pigeon.yml:6: 'somewhere' is no place
          recipients: ["<{address}>: {reason}"] | event: lost                    | pigeon.yml:6: 'lost' is no event
          """)
  void a_mistake_is_named_with_its_file_and_line(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void a_flag_is_true_or_false() {
    assertThatThrownBy(() -> read(GOOD + "silent: maybe\n"))
        .hasMessage("pigeon.yml:7: 'maybe' is neither true nor false");
  }

  @Test
  void an_empty_file_is_a_mistake() {
    assertThatThrownBy(() -> read("")).hasMessage("pigeon.yml:1: the file is empty");
  }
}
