package org.bouncescan.report.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncescan.report.target.TargetSettings.Content;
import org.bouncescan.suppress.Suppression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsTest {
  static Stream<String> names() {
    return Formats.names().stream();
  }

  @Test
  void every_format_of_the_file_has_a_class_and_every_class_a_format() {
    assertThat(Formats.names()).hasSize(23);
    assertThat(Formats.CLASSES.keySet()).isEqualTo(Set.copyOf(Formats.names()));
    assertThat(Importers.formats()).isEqualTo(Set.copyOf(Formats.names()));
  }

  @Test
  void every_format_says_how_it_is_imported_what_is_lost_and_where_that_stands() {
    assertThat(Formats.all()).allSatisfy(it -> {
      assertThat(it.title()).isNotBlank();
      assertThat(it.how()).isNotBlank();
      assertThat(it.loses()).isNotBlank();
      assertThat(it.source()).isNotBlank();
      assertThat(it.reasons()).isNotEmpty().isSubsetOf(Formats.reasons());
      assertThat(it.file()).matches("[a-z-]+");
      assertThat(it.extension()).matches("\\.[a-z]+");
    });
    assertThat(Formats.all()).extracting(it -> it.file() + it.extension()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_file_is_the_golden_one(String name) throws IOException {
    assertThat(MemoryFiles.full(name, Samples.all().stream()).only()).isEqualTo(golden(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_vendors_importer_takes_every_address_that_belongs_in_and_no_other(String name) {
    List<String> reasons = Objects.requireNonNull(Formats.named(name)).reasons();
    List<String> expected = new ArrayList<>();
    for (Suppression it : Samples.all()) {
      if (it.state() == Suppression.State.ACTIVE
          && reasons.contains(it.cause().label())
          && !List.of("no address", "jörg@example.com", "=cmd|' /C calc'!A0@example.com")
              .contains(it.address())) {
        expected.add(it.address().replace("bücher", "xn--bcher-kva"));
      }
    }

    List<String> taken =
        Importers.take(name, MemoryFiles.full(name, Samples.all().stream()).only());

    assertThat(taken)
        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void an_empty_list_is_a_file_that_the_importer_reads(String name) {
    assertThat(Importers.take(name, MemoryFiles.full(name, Stream.of()).only())).isEmpty();
  }

  @Test
  void a_hundred_thousand_addresses_are_one_amazon_ses_file_and_one_more_begins_the_second() {
    MemoryFiles files = MemoryFiles.full("amazon_ses_csv", addresses(100_001));

    assertThat(files.names()).containsExactly("amazon-ses.csv", "amazon-ses-2.csv");
    assertThat(Importers.take("amazon_ses_csv", files.text("amazon-ses.csv"))).hasSize(100_000);
    assertThat(files.text("amazon-ses-2.csv")).isEqualTo("user100000@example.com,BOUNCE\n");
  }

  @Test
  void no_part_of_an_adobe_file_is_over_one_megabyte_and_no_address_is_lost_between_them() {
    MemoryFiles files = MemoryFiles.full("adobe_journey_optimizer", addresses(60_000));

    List<String> taken = new ArrayList<>();
    for (String name : files.names()) {
      taken.addAll(Importers.take("adobe_journey_optimizer", files.text(name)));
    }
    assertThat(files.names()).hasSizeBetween(3, 5);
    assertThat(taken).hasSize(60_000).doesNotHaveDuplicates();
  }

  @Test
  void the_two_rows_of_an_address_stay_in_one_sparkpost_file() {
    Format sparkpost = Objects.requireNonNull(Formats.named("sparkpost"));
    assertThat(sparkpost.maxRows()).isEqualTo(1_000_000);
    Format small = new Format(
        "sparkpost",
        sparkpost.title(),
        sparkpost.file(),
        sparkpost.extension(),
        sparkpost.reasons(),
        5,
        null,
        null,
        sparkpost.loses(),
        sparkpost.how(),
        sparkpost.source());
    MemoryFiles files = new MemoryFiles();
    try (Parts parts = new Parts(small, new SparkPost(), "sparkpost", files::create)) {
      addresses(5).forEach(it -> parts.add(new Entry(it.address(), it)));
    }

    assertThat(files.names())
        .containsExactly("sparkpost.csv", "sparkpost-2.csv", "sparkpost-3.csv");
    assertThat(Importers.take("sparkpost", files.text("sparkpost.csv")))
        .containsExactly("user0@example.com", "user1@example.com");
    assertThat(Importers.take("sparkpost", files.text("sparkpost-3.csv")))
        .containsExactly("user4@example.com");
  }

  @Test
  void sparkpost_stops_all_mail_to_the_dead_and_marketing_to_who_unsubscribed() {
    String text = MemoryFiles.full("sparkpost", Samples.all().stream()).only();

    assertThat(text)
        .contains("ada@example.com,transactional,", "ada@example.com,non_transactional,")
        .contains("dora@example.net,non_transactional,")
        .doesNotContain("dora@example.net,transactional,");
  }

  @Test
  void an_address_that_postfix_would_take_for_a_comment_is_left_out() {
    assertThat(MemoryFiles.full("postfix", Stream.of(Samples.hard("#a@example.com")))
            .only())
        .isEmpty();
  }

  @Test
  void request_bodies_hold_fifty_addresses_and_stand_one_on_a_line() {
    MemoryFiles files = MemoryFiles.full("postmark", addresses(120));

    assertThat(files.only().lines().count()).isEqualTo(3);
    assertThat(Importers.take("postmark", files.only())).hasSize(120);
    assertThat(Importers.take("braze", MemoryFiles.full("braze", addresses(101)).only()))
        .hasSize(101);
  }

  @Test
  void a_target_has_all_that_is_active_or_only_the_news_or_a_file_of_each() {
    for (Content content : Content.values()) {
      MemoryFiles files = new MemoryFiles();
      try (TargetFiles target =
          new TargetFiles(new TargetSettings("plain", content, List.of(), null), files::create)) {
        target.add(Samples.hard("old@example.com"), false);
        target.add(Samples.hard("new@example.com"), true);
      }
      if (content != Content.NEW) {
        assertThat(files.text("plain.txt")).isEqualTo("old@example.com\nnew@example.com\n");
      }
      if (content != Content.FULL) {
        assertThat(files.text("plain-new.txt")).isEqualTo("new@example.com\n");
      }
      assertThat(files.names()).hasSize(content == Content.BOTH ? 2 : 1);
    }
  }

  @Test
  void a_target_may_choose_its_reasons() {
    TargetSettings settings =
        new TargetSettings("plain", Content.FULL, List.of("complaint", "held"), null);

    assertThat(MemoryFiles.of(settings, Samples.all().stream()).only())
        .isEqualTo("carl@example.net\nkim@example.com\n");
  }

  @Test
  void a_wrong_format_or_reason_is_refused_with_what_is_known() {
    assertThat(Formats.problem(new TargetSettings("amazon_ses", Content.FULL, List.of(), null)))
        .startsWith("unknown format 'amazon_ses'; known are amazon_ses_csv, amazon_ses_json, ");
    assertThat(Formats.problem(new TargetSettings("plain", Content.FULL, List.of("dead"), null)))
        .startsWith("unknown reason 'dead'; known are hard, soft, complaint, ");
    assertThat(Formats.problem(new TargetSettings("plain", Content.FULL, List.of("hard"), null)))
        .isNull();
    assertThatThrownBy(() -> Content.ofLabel("all"))
        .hasMessage("'all' is not one of full, new, both");
  }

  private static Stream<Suppression> addresses(int n) {
    return IntStream.range(0, n).mapToObj(i -> Samples.hard("user" + i + "@example.com"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream("golden/" + name + ".txt")) {
      assertThat(in).as("golden file of " + name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
