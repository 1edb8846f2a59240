package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.mailbox.MessageSource;
import org.bouncescan.suppress.Measure;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private static final String RESTRICTED =
      "550 5.5.5 Message not delivered to user without prior approval";

  @Test
  void json_lines_hold_exactly_the_fields_of_the_contract_in_their_order() {
    CommandLineRun run = explain("", "--jsonl", RESTRICTED);

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo("{\"text\":\"" + RESTRICTED + "\",\"category\":\"recipient_restricted\","
            + "\"subtype\":\"allow_list\",\"class\":\"restricted\","
            + "\"resolver\":\"recipient;recipient_postmaster\",\"decision\":\"hold\","
            + "\"status\":\"5.5.5\",\"reply_code\":550,\"rule\":\"a-rule\","
            + "\"confidence\":\"high\",\"conflict\":true,\"why\":\"the why\","
            + "\"next_step\":\"the next step\"}\n");
  }

  @Test
  void every_line_of_standard_input_is_answered_by_one_line() {
    CommandLineRun run = explain("550 one\r\n\n450 two\n451 three", "--jsonl");

    assertThat(run.lines())
        .hasSize(4)
        .satisfiesExactly(
            it -> assertThat(it).startsWith("{\"text\":\"550 one\","),
            it -> assertThat(it).startsWith("{\"text\":\"\","),
            it -> assertThat(it).startsWith("{\"text\":\"450 two\","),
            it -> assertThat(it).startsWith("{\"text\":\"451 three\","));
  }

  @Test
  void of_an_endless_line_the_beginning_is_judged() {
    CommandLineRun run = explain("x".repeat(1_000_000) + "\n550 next\n", "--jsonl");

    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().get(0)).hasSizeLessThan(70_000);
    assertThat(run.lines().get(1)).startsWith("{\"text\":\"550 next\",");
  }

  @Test
  void quoted_replies_are_judged_one_by_one_and_single_words_together() {
    assertThat(explain("", "--jsonl", "550 one", "450 two").lines()).hasSize(2);
    assertThat(explain("", "--jsonl", "550", "5.1.1", "unknown").out())
        .startsWith("{\"text\":\"550 5.1.1 unknown\",");
  }

  @Test
  void a_person_reads_what_it_means_who_can_fix_it_and_which_rule_says_so() {
    CommandLineRun run = explain("", RESTRICTED);

    assertThat(run.lines())
        .containsExactly(
            "reply           " + RESTRICTED,
            "category        recipient_restricted (allow_list), class restricted",
            "why             the why",
            "who can fix it  recipient, recipient postmaster",
            "next step       the next step",
            "decision        hold",
            "the server says permanent (550 5.5.5)",
            "the code alone  would say protocol_error; the text says otherwise, and the text counts",
            "rule            a-rule (a source)",
            "next rule       none matched",
            "confidence      high",
            "");
  }

  @Test
  void an_unknown_option_is_one_line_and_exit_code_2() {
    CommandLineRun run = explain("", "--josnl", "550 one");

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err().lines())
        .containsExactly(
            "bouncescan: Unknown option: '--josnl' (did you mean '--jsonl'?)",
            "Try 'bouncescan explain --help'.");
  }

  @Test
  void a_failure_nobody_foresaw_is_one_line_unless_debug_is_asked_for() {
    Judging.Factory broken = rules -> {
      throw new IllegalStateException("the rules are gone");
    };

    CommandLineRun run = CommandLineRun.of(broken, "", "explain", "550 one");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo("bouncescan: unexpected failure: IllegalStateException: the rules are gone"
            + " (--debug shows where)\n");
    assertThat(CommandLineRun.of(broken, "", "explain", "--debug", "550 one").err())
        .contains("\tat org.bouncescan.cli.ExplainCommand");
  }

  private static CommandLineRun explain(String standardInput, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "explain";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandLineRun.of(rules -> new OneAnswer(), standardInput, all);
  }

  /** Judges every reply alike. */
  private static final class OneAnswer implements Judging {
    @Override
    public List<ParsedRow> read(MessageSource source) {
      return List.of();
    }

    @Override
    public Explanation explain(String text) {
      Verdict verdict = new Verdict(
          Category.RECIPIENT_RESTRICTED,
          "allow_list",
          BounceClass.RESTRICTED,
          List.of(Resolver.RECIPIENT, Resolver.RECIPIENT_POSTMASTER),
          true,
          true,
          EnhancedStatusCode.find("5.5.5"),
          550,
          "a-rule",
          Confidence.HIGH,
          true,
          Category.PROTOCOL_ERROR,
          null,
          text);
      return new Explanation(text, verdict, Measure.HOLD, "the why", "the next step", "a source");
    }
  }
}
