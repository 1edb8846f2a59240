package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedFilesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  @TempDir
  Path folder;

  @Test
  void known_addresses_are_read_one_a_line_and_whatever_their_letter_case() throws IOException {
    KnownSuppressions known =
        KnownSuppressions.read(file("anna@example.com\nBen@Example.COM\n\nno address\n"));

    assertThat(known.contains("ANNA@example.com")).isTrue();
    assertThat(known.contains("ben@example.com")).isTrue();
    assertThat(known.contains("carl@example.com")).isFalse();
    assertThat(known.broken())
        .extracting(BrokenLine::toString)
        .containsExactly(folder.resolve("in.csv") + ":4: 'no address' is no e-mail address");
  }

  @Test
  void known_addresses_are_read_from_any_export_that_names_its_address_column() throws IOException {
    KnownSuppressions known = KnownSuppressions.read(
        file(
            "\uFEFFreason,\"Email Address\",created\r\nbounce,anna@example.com,1\r\n\"a, b\",ben@example.com,2\r\n"));

    assertThat(known.addresses().size()).isEqualTo(2);
    assertThat(known.contains("ben@example.com")).isTrue();
    assertThat(known.broken()).isEmpty();
  }

  @Test
  void a_quote_that_is_never_closed_costs_its_line_and_a_cell_with_line_breaks_none()
      throws IOException {
    KnownSuppressions known = KnownSuppressions.read(file(
        "email,error\n\"anna@example.com,550\nben@example.com,\"550 no\nsuch user\"\ncarl@example.com,\nx\n"
            + "# a note\n".repeat(30)
            + "dora@example.com,\n"));

    assertThat(known.broken())
        .extracting(BrokenLine::toString)
        .containsExactly(
            folder.resolve("in.csv") + ":2: a quote is not closed",
            folder.resolve("in.csv") + ":6: 'x' is no e-mail address");
    assertThat(known.contains("ben@example.com")).isTrue();
    assertThat(known.contains("carl@example.com")).isTrue();
    assertThat(known.contains("dora@example.com")).isTrue();
  }

  @Test
  void
      a_file_that_a_spreadsheet_wrote_with_semicolons_or_in_another_charset_is_used_where_it_can_be()
          throws IOException {
    Path file = folder.resolve("in.csv");
    Files.write(
        file,
        "Name;Email\nMüller;mueller@example.com\nJörg;jörg@example.com\n"
            .getBytes(StandardCharsets.ISO_8859_1));

    KnownSuppressions known = KnownSuppressions.read(file);

    assertThat(known.contains("mueller@example.com")).isTrue();
    assertThat(known.broken())
        .extracting(BrokenLine::toString)
        .containsExactly(file + ":3: not UTF-8; save the file as UTF-8");
  }

  @Test
  void deliveries_carry_their_own_date_or_that_of_the_file() throws IOException {
    List<String> read = new ArrayList<>();
    List<BrokenLine> broken =
        Deliveries.read(file("""
            email,delivered_at
            anna@example.com,2026-05-30
            ben@example.com,2026-05-30T12:00:00+02:00
            carl@example.com,2026-05-30 12:00:00
            dora@example.com,
            emil@example.com,last week
            """), DAY, (address, at) -> read.add(address + " " + at));

    assertThat(read)
        .containsExactly(
            "anna@example.com 2026-05-30T00:00:00Z",
            "ben@example.com 2026-05-30T10:00:00Z",
            "carl@example.com 2026-05-30T12:00:00Z",
            "dora@example.com 2026-06-01T00:00:00Z");
    assertThat(broken)
        .extracting(BrokenLine::toString)
        .containsExactly(
            folder.resolve("in.csv") + ":6: 'last week' is no date; write for instance 2026-01-31");
  }

  @Test
  void deliveries_may_be_a_bare_list() throws IOException {
    List<Instant> read = new ArrayList<>();
    List<BrokenLine> broken = Deliveries.read(
        file("anna@example.com\nben@example.com\n"), DAY, (address, at) -> read.add(at));

    assertThat(read).hasSize(2).containsOnly(Instant.parse("2026-06-01T00:00:00Z"));
    assertThat(broken).isEmpty();
  }

  @Test
  void an_address_is_what_every_importer_takes() {
    assertThat(MailAddress.normalise(" Anna.B+c@Example.COM ")).isEqualTo("Anna.B+c@example.com");
    assertThat(MailAddress.normalise("anna@bücher.example"))
        .isEqualTo("anna@xn--bcher-kva.example");
    for (String text : new String[] {
      "",
      "anna",
      "@example.com",
      "anna@",
      "anna@localhost",
      "anna@example..com",
      "anna@-x.example",
      "anna@192.0.2.1",
      "anna@[192.0.2.1]",
      "a b@example.com",
      "\"a b\"@example.com",
      "a..b@example.com",
      ".a@example.com",
      "a,b@example.com",
      "Anna <anna@example.com>",
      "anna@example.com\nbcc: x@example.com",
      "änna@example.com",
      "a".repeat(65) + "@example.com",
      "anna@" + "a".repeat(64) + ".example",
      "anna@" + "abcdefgh.".repeat(40) + "example"
    }) {
      assertThat(MailAddress.normalise(text)).as(text).isNull();
    }
  }

  @Test
  void a_set_of_a_hundred_thousand_addresses_forgets_none_and_invents_none() {
    AddressSet set = new AddressSet();
    for (int i = 0; i < 100_000; i++) {
      assertThat(set.add("user" + i + "@example.com")).isTrue();
    }

    assertThat(set.size()).isEqualTo(100_000);
    for (int i = 0; i < 100_000; i += 7) {
      assertThat(set.contains("USER" + i + "@example.com")).isTrue();
      assertThat(set.contains("nobody" + i + "@example.com")).isFalse();
    }
    assertThat(set.add("user5@EXAMPLE.com")).isFalse();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("in.csv"), text);
  }
}
