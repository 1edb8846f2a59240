package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncescan.dsn.LinePattern.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
          <{address}>: {reason}                        | <a@b.example>: 550 no                   | a@b.example | -           | 550 no
          {address}:                                   | <a@b.example>:                          | a@b.example | -           | -
          {address}                                    | "a@b.example"                           | a@b.example | -           | -
          {address}                                    | smtp:a@b.example                        | a@b.example | -           | -
          {address}                                    | <@relay.example,@mx.example:a@b.example> | a@b.example | -          | -
          (expanded from: {original})                  | (expanded from: <c@d.example>)          | -           | c@d.example | -
          <{address}> (expanded from <{original}>): {reason} | <a@b.example> (expanded from <c@d.example>): gone | a@b.example | c@d.example | gone
          {address} on {any}                           | a@b.example on Thu, 29 Apr 2010         | a@b.example | -           | -
          {any} <{address}>                            | Anna Berg <a@b.example>                 | a@b.example | -           | -
          Recipient: [SMTP:{address}]                  | Recipient:   [SMTP:a@b.example]         | a@b.example | -           | -
          收件人:{address}                              | 收件人：a@b.example                      | a@b.example | -           | -
          Unknown user: {address}{all}                 | Unknown User: a@b.example               | a@b.example | -           | Unknown User: a@b.example
          {name}                                       | anna                                    | anna        | -           | -
          """)
  void a_line_is_taken_apart(
      String pattern, String line, String address, String original, String reason) {
    Found found = Objects.requireNonNull(LinePattern.of(pattern).match(line));
    assertThat(found.address()).isEqualTo(address);
    assertThat(found.original()).isEqualTo(original);
    assertThat(found.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          <{address}>: {reason} | <anna>: 550 no
          {address}             | a@b.example and more
          {address}             | write to a@b.example
          {address} {some}      | a@b.example
          {name}                | two words
          {name}                | --
          #{some} ##            | 550 5.1.1
          """)
  void another_line_is_left_alone(String pattern, String line) {
    assertThat(LinePattern.of(pattern).match(line)).isNull();
  }

  /** At this length a cost that grew with its square would not end within the hour. */
  @Test
  void a_hostile_line_is_matched_at_a_cost_of_its_length() {
    String line = "<a@".repeat(200_000) + "x ".repeat(200_000);
    List<LinePattern> patterns = DialectSet.builtIn().dialects().stream()
        .flatMap(dialect -> dialect.description().forms().stream())
        .flatMap(form ->
            Stream.of(form.recipients(), form.originals(), form.reasons()).flatMap(List::stream))
        .toList();

    assertThat(patterns.stream().filter(pattern -> !pattern.isLoose()))
        .hasSizeGreaterThan(300)
        .allMatch(pattern -> pattern.match(line) == null);
  }
}
