package org.bouncescan.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSectionTest {
  @TempDir
  Path folder;

  @Test
  void an_unknown_key_is_named_with_its_line_and_the_key_that_was_meant() throws IOException {
    YamlSection yaml = yaml("host: imap.example.com\npasword: env:SECRET\n");
    yaml.scalar("host");
    yaml.scalar("password");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(yaml::end)
        .withMessage(file() + ":2: unknown key 'pasword' (did you mean 'password'?)");
  }

  @Test
  void a_key_like_no_other_is_answered_with_those_that_are_known() throws IOException {
    YamlSection yaml = yaml("host: imap.example.com\ncolour: red\n");
    yaml.scalar("host");
    yaml.scalar("port");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(yaml::end)
        .withMessage(file() + ":2: unknown key 'colour'; known here: host, port");
  }

  @Test
  void an_unknown_key_below_names_the_section_it_stands_in() throws IOException {
    YamlSection timeouts = requireNonNull(yaml("timeouts:\n  conect: 5s\n").section("timeouts"));
    timeouts.scalar("connect");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(timeouts::end)
        .withMessage(file() + ":2: unknown key 'conect' in 'timeouts' (did you mean 'connect'?)");
  }

  @Test
  void a_key_given_twice_is_an_error() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml("host: a\nport: 1\nhost: b\n"))
        .withMessage(file() + ":3: key 'host' stands here a second time; remove one");
  }

  @Test
  void a_missing_key_is_shown_by_example() throws IOException {
    YamlSection yaml = yaml("port: 993\n");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml.required("host", "imap.example.com"))
        .withMessage(file() + ":1: 'host' is missing, for instance 'host: imap.example.com'");
  }

  @Test
  void what_is_no_yaml_is_named_with_its_line() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml("host: a\n  port: 1\n"))
        .withMessageStartingWith(file() + ":2: is no YAML: ");
  }

  @Test
  void a_list_where_keys_belong_is_an_error() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml("- host\n"))
        .withMessage(file() + ":1: the file must hold keys, as in 'key: value'");
  }

  @Test
  void an_empty_and_a_missing_file_say_where_to_start() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml("# nothing\n"))
        .withMessage(file() + ": is empty; start from jobs/nightly.yml");
    Path missing = folder.resolve("missing.yml");
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> YamlSection.of(missing))
        .withMessage(missing + ": no such file; start from jobs/nightly.yml");
  }

  @Test
  void a_file_that_contains_itself_by_alias_ends_in_a_clear_error() throws IOException {
    YamlSection yaml = requireNonNull(yaml("a: &a\n  b: *a\n").section("a"));

    assertThatExceptionOfType(JobFileException.class).isThrownBy(() -> yaml.scalar("b"));
  }

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "5m,PT5M", "12h,PT12H", "21d,PT504H", "2w,PT336H", "250ms,PT0.25S"})
  void times_have_units(String text, String duration) throws IOException {
    assertThat(yaml("read: " + text).optional("read", ValueTypes::duration)).hasToString(duration);
  }

  @ParameterizedTest
  @CsvSource({"900B,900", "500KB,500000", "25MB,25000000", "2GB,2000000000", "25 MB,25000000"})
  void sizes_have_units(String text, long bytes) throws IOException {
    assertThat(yaml("max: " + text).value("max", ValueTypes::size, 0L)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "soon", "-5s"})
  void a_time_without_unit_is_no_time(String text) throws IOException {
    YamlSection yaml = yaml("read: " + text);

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml.optional("read", ValueTypes::duration))
        .withMessage(
            file() + ":1: '" + text + "' is no time; write for instance 30s, 5m, 12h or 21d");
  }

  @Test
  void numbers_out_of_range_name_the_range() throws IOException {
    YamlSection yaml = yaml("port: 70000\n");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> yaml.value("port", ValueTypes.integer(1, 65_535), 993))
        .withMessage(file() + ":1: '70000' must be a whole number from 1 to 65535");
  }

  private YamlSection yaml(String text) throws IOException {
    Files.writeString(file(), text);
    return YamlSection.of(file());
  }

  private Path file() {
    return folder.resolve("job.yml");
  }
}
