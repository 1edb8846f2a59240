package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job with rules of the operator's, through the real stages. */
class OwnRulesTest {
  @TempDir
  Path folder;

  private static final String LETTER = """
      Return-Path: <>
      From: MAILER-DAEMON@mx.example.org
      To: bounces@news.example.com
      Subject: Undelivered Mail Returned to Sender
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.example.org

      Final-Recipient: rfc822; a@example.org
      Action: failed
      Status: 5.7.1
      Diagnostic-Code: smtp; 550 5.7.1 Not enrolled with the partner gateway

      --b--
      """;

  @Test
  void they_judge_before_the_built_in_ones() throws Exception {
    JobHarness harness = new JobHarness(folder);
    harness.mail(LETTER.replace("\n", "\r\n"));

    run(harness, rules("own.gateway"));

    assertThat(harness.rows("latest/bounces.csv"))
        .singleElement()
        .asString()
        .contains("recipient_restricted")
        .contains("own.gateway");
  }

  @Test
  void two_with_one_id_end_a_run_that_finds_no_mail_too() throws Exception {
    JobHarness harness = new JobHarness(folder);
    Path twice = rules("own.gateway");
    Files.writeString(
        twice, Files.readString(twice) + Files.readString(twice).split("rules:\n", 2)[1]);

    assertThatThrownBy(() -> run(harness, twice))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("rules.yml:9")
        .hasMessageContaining("is taken by")
        .extracting(it -> ((JobException) it).ending())
        .isEqualTo(Ending.CONFIGURATION);
  }

  @Test
  void a_broken_file_ends_a_run_that_finds_no_mail_too() throws Exception {
    JobHarness harness = new JobHarness(folder);
    Path broken = Files.writeString(folder.resolve("rules.yml"), "family: own\nrulez: []\n");

    assertThatThrownBy(() -> run(harness, broken))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("rules.yml:2");
  }

  private Path rules(String id) throws IOException {
    return Files.writeString(folder.resolve("rules.yml"), """
        family: own
        rules:
          - id: %s
            category: recipient_restricted
            subtype: allow_list
            match: ["not enrolled with the partner gateway"]
            examples: ["550 5.7.1 Not enrolled with the partner gateway"]
            source: "this test"
        """.formatted(id));
  }

  private static void run(JobHarness harness, Path rules) throws JobException {
    JobSettings plain = harness.settings();
    JobSettings settings = new JobSettings(
        plain.name(),
        plain.mailboxes(),
        plain.parallelMailboxes(),
        plain.sender(),
        plain.suppression(),
        plain.output(),
        plain.ledger(),
        rules);
    new NightlyJob(Clock.fixed(harness.now, ZoneOffset.UTC), harness.server, null)
        .run(settings, false, Progress.SILENT);
  }
}
