package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.bouncescan.dsn.DialectReading.Said;
import org.junit.jupiter.api.Test;

class DialectSetTest {
  private static DialectReading read(String subject, String text) {
    return Objects.requireNonNull(
        DialectSet.builtIn().read(TextLetters.fromRobot(subject, text)), "nobody read the letter");
  }

  @Test
  void a_local_name_is_completed_only_from_the_letter_itself() {
    String letter = """
           ----- The following addresses had permanent fatal errors -----
        anna
            (expanded from: anna)

           ----- Transcript of session follows -----
        550 anna... User unknown

        """;
    DialectReading unproved = read("Returned mail", letter);
    assertThat(unproved.recipients()).extracting(Said::address).containsExactly("anna");
    DialectReading proved =
        read("Returned mail", letter + "Final-Recipient: RFC822; anna@b.example\n");
    assertThat(proved.recipients()).extracting(Said::address).containsExactly("anna@b.example");
  }

  @Test
  void helpers_and_originators_are_no_recipients() {
    DialectReading reading = read("Mail delivery failure", """
            Your message could not be delivered.
            From: kim@sender.example.com
            550 5.1.1 unknown user anna@b.example
            Write to postmaster@robot.example.org or support@robot.example.org: 550
            """);
    assertThat(reading.lowConfidence()).isTrue();
    assertThat(reading.recipients()).extracting(Said::address).containsExactly("anna@b.example");
  }

  @Test
  void a_thousand_recipients_in_one_letter_are_all_read() {
    StringBuilder text =
        new StringBuilder("Hi. This is the qmail-send program at mx.example.org.\n\n");
    for (int i = 0; i < 1_000; i++) {
      text.append("<r").append(i).append("@b.example>:\nSorry, no mailbox here. (#5.1.1)\n\n");
    }
    DialectReading reading = read("failure notice", text.toString());
    assertThat(reading.recipients()).hasSize(1_000).allMatch(said -> said.reason() != null);
  }

  @Test
  void the_order_names_every_file_once() {
    List<String> names =
        DialectSet.builtIn().dialects().stream().map(TextDialect::name).toList();
    assertThat(names).doesNotHaveDuplicates().endsWith(GenericReader.NAME);
  }
}
