package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileTest {
  private static final String GOOD = """
      family: own
      rules:
        - id: own.bank
          category: recipient_restricted
          subtype: allow_list
          match: ["mailbox unavailable"]
          when: {host: [bank.example]}
          examples:
            - {text: "550 mailbox unavailable", host: mx1.bank.example}
          counter_examples:
            - {text: "550 Requested action not taken: mailbox unavailable", category: invalid_recipient}
          source: "their postmaster, by phone"
      """;

  @TempDir
  private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void refuses(String text, String... words) throws IOException {
    Path file = file("own.yml", text);
    assertThatThrownBy(() -> RuleBook.load(List.of(file)))
        .isInstanceOf(RuleFileException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.toString());
  }

  @Test
  void own_rules_come_before_all_built_in_ones() throws IOException {
    file("bank.yml", GOOD);
    Classifier classifier = new Classifier(RuleBook.load(List.of(folder)), SenderIdentity.UNKNOWN);

    Verdict verdict = classifier.judge(
        new Reply("550 mailbox unavailable", null, null, null, "mx1.bank.example", null));
    assertThat(verdict.rule()).isEqualTo("own.bank");
    assertThat(verdict.category()).isEqualTo(Category.RECIPIENT_RESTRICTED);
    assertThat(classifier.judge(Reply.ofText("550 mailbox unavailable")).rule())
        .isNotEqualTo("own.bank");
  }

  @Test
  void a_folder_without_rules_is_the_built_in_book() {
    assertThat(RuleBook.load(List.of(folder))).isSameAs(RuleBook.builtIn());
  }

  @Test
  void an_error_names_file_line_and_cure() throws IOException {
    refuses(GOOD.replace("category: recipient_r", "categroy: recipient_r"), ":4:", "categroy");
    refuses(GOOD.replace("recipient_restricted", "restricted"), ":4:", "mailbox_full");
    refuses(GOOD.replace("allow_list", "white_list"), ":5:", "group_members_only");
    refuses(GOOD.replace("\"mailbox unavailable\"]", "\"/a.*b/\"]"), ":6:", "{0,60}");
    refuses(GOOD.replace("{host: [bank.example]}", "{provider: [bank]}"), ":7:", "google");
    refuses(GOOD.replace("{host: [bank.example]}", "{status: [5.7]}"), ":7:", "5.7.*");
    refuses(GOOD.replace("{host: [bank.example]}", "{phase: [later]}"), ":7:", "rcpt_to");
    refuses(GOOD.replace("{host: [bank.example]}", "{reply: [99]}"), ":7:", "200 to 599");
    refuses(GOOD.replace("own.bank", "bank"), ":3:", "own.name");
    refuses(
        GOOD.replace("own.bank", "restricted.prior-approval")
            .replace("family: own", "family: restricted"),
        ":3:",
        "taken by");
    refuses(
        GOOD.replace("    source: \"their postmaster, by phone\"\n", ""),
        ":3:",
        "'source' is missing");
    refuses("family: own\nrules: []\n", ":2:", "no rule");
    refuses("family: own\nrules: [\n", "not valid YAML");
    refuses("", "empty");
  }

  @Test
  void words_and_phrases_that_many_rules_have_in_common_have_names() throws IOException {
    String named = GOOD.replace(
        "[\"mailbox unavailable\"]",
        "[\"{@mailbox|quarterdeck} {is |}asleep\"]\n    not: [\"@authentication\", \"@sea.example\"]");
    Rule rule = RuleBook.own(List.of(file("own.yml", named))).get(0);

    assertThat(rule.match())
        .singleElement()
        .asString()
        .startsWith("{user|users|")
        .endsWith("|quarterdeck} {is |}asleep");
    assertThat(rule.not()).containsExactly("spf", "dkim", "dmarc", "@sea.example");
    refuses(named.replace("@mailbox", "@mailbx"), ":6:", "'match'", "'@mailbx'", "mailbox_de");
    refuses(
        named.replace("@auth", "@aut"),
        ":7:",
        "'not'",
        "'@authentication'".replace("auth", "aut"),
        "strangers");
  }

  @Test
  void a_file_that_is_not_utf_8_is_refused() throws IOException {
    Path file = Files.write(
        folder.resolve("own.yml"), "family: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RuleBook.load(List.of(file))).hasMessageContaining("UTF-8");
  }

  @Test
  void a_file_is_tried_by_its_own_examples_and_overlaps_are_told() throws IOException {
    RuleCheck good = RuleCheck.ofFile(file("good.yml", GOOD));
    assertThat(good.problems()).isEmpty();
    assertThat(good.examples()).isEqualTo(2);
    assertThat(good.overlaps()).anySatisfy(it -> assertThat(it).contains("recipient."));

    RuleCheck bad = RuleCheck.ofFile(file(
        "bad.yml", GOOD.replace("text: \"550 mailbox unavailable\"", "text: \"550 go away\"")));
    assertThat(bad.problems())
        .singleElement()
        .satisfies(it -> assertThat(it).contains("bad.yml:3").contains("own example"));
  }
}
