package org.bouncescan.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.bouncescan.suppress.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummariesTest {
  @TempDir
  Path folder;

  @Test
  void the_summary_compares_with_the_run_before_and_the_seven_day_mean() throws IOException {
    Summary summary = new Summary(new Baseline(
        Map.of("failed/mailbox_full", 5L, "failed/bad_domain", 2L, "auto_reply", 1L),
        Map.of("failed/mailbox_full", 3.25)));
    for (int i = 0; i < 3; i++) {
      summary.add(Rows.failed(
          i, "a" + i % 2 + "@example.com", Category.MAILBOX_FULL, Measure.COUNT, "full"));
    }
    summary.add(
        Rows.failed(9, "b@example.com", Category.INVALID_RECIPIENT, Measure.SUPPRESS, "unknown"));
    summary.add(Rows.row(10, "c@example.com", Event.AUTO_REPLY, null, Measure.NONE, null));
    summary.add(
        Rows.row(11, "d@example.com", Event.DELAYED, Category.GREYLISTED, Measure.NONE, "later"));

    summary.write(folder.resolve("summary.csv"));

    assertThat(Files.readAllLines(folder.resolve("summary.csv")))
        .containsExactly(
            "event,category,class,count,recipients,share,previous_run,change,seven_day_mean",
            "failed,mailbox_full,soft,3,2,75.0%,5,-2,3.3",
            "failed,invalid_recipient,hard,1,1,25.0%,0,1,",
            "failed,bad_domain,hard,0,0,0.0%,2,-2,",
            "delayed,greylisted,soft,1,1,,0,1,",
            "auto_reply,,,1,1,,1,0,");
    assertThat(summary.counts())
        .isEqualTo(Map.of(
            "failed/mailbox_full",
            3L,
            "failed/invalid_recipient",
            1L,
            "auto_reply",
            1L,
            "delayed/greylisted",
            1L));
  }

  @Test
  void sender_actions_are_grouped_by_the_masked_reply_and_the_most_frequent_comes_first()
      throws IOException {
    SenderActions actions = new SenderActions();
    actions.add(
        Rows.failed(5, "a@example.com", Category.BLOCKLISTED, Measure.NONE, "554 [IP] listed"));
    for (int i = 10; i < 13; i++) {
      actions.add(Rows.failed(i, "a@example.net", Category.AUTH_FAILED, Measure.NONE, "550 DMARC"));
    }
    actions.add(Rows.row(
        20, "b@example.net", Event.DELAYED, Category.RATE_LIMITED, Measure.NONE, "421 slow"));
    actions.add(Rows.failed(
        21, "c@example.net", Category.INVALID_RECIPIENT, Measure.SUPPRESS, "550 unknown"));
    actions.add(
        Rows.failed(22, "d@example.net", Category.CHALLENGE_RESPONSE, Measure.HOLD, "click"));
    actions.add(Rows.row(23, "e@example.net", Event.AUTO_REPLY, null, Measure.NONE, null));

    actions.write(folder.resolve("actions.csv"));

    assertThat(Files.readAllLines(folder.resolve("actions.csv")))
        .containsExactly(
            "category,provider,count,failed,delayed,first_seen,last_seen,masked_reply,sample_reply,next_step",
            "auth_failed,example.net,3,3,0,2026-06-01T08:00:10Z,2026-06-01T08:00:12Z,550 DMARC,550 DMARC,do that",
            "blocklisted,example.com,1,1,0,2026-06-01T08:00:05Z,2026-06-01T08:00:05Z,554 [IP] listed,554 [IP] listed,"
                + "do that",
            "rate_limited,example.net,1,0,1,2026-06-01T08:00:20Z,2026-06-01T08:00:20Z,421 slow,421 slow,do that");
  }

  @Test
  void a_flood_of_replies_that_never_repeat_is_counted_together_and_not_lost() throws IOException {
    SenderActions actions = new SenderActions();
    for (int i = 0; i < 30_000; i++) {
      actions.add(
          Rows.failed(i, "a@example.com", Category.SPAM_CONTENT, Measure.NONE, "554 spam " + i));
    }

    actions.write(folder.resolve("actions.csv"));

    List<String> lines = Files.readAllLines(folder.resolve("actions.csv"));
    assertThat(lines).hasSize(20_002);
    assertThat(lines.get(1))
        .startsWith("spam_content,,10000,10000,0,")
        .contains("(many different replies)");
  }

  @Test
  void domains_show_their_classes_and_their_most_frequent_reply() throws IOException {
    Domains domains = new Domains();
    for (int i = 0; i < 3; i++) {
      domains.add(Rows.failed(
          i, "a" + i + "@example.com", Category.MAILBOX_FULL, Measure.COUNT, "452 full"));
    }
    domains.add(Rows.failed(
        4, "b@Example.com", Category.RECIPIENT_RESTRICTED, Measure.HOLD, "550 approval"));
    domains.add(Rows.failed(5, "b@example.net", Category.UNDETERMINED, Measure.REVIEW, ""));
    domains.add(Rows.row(6, "c@example.net", Event.COMPLAINT, null, Measure.SUPPRESS, null));
    domains.add(Rows.row(7, null, Event.NOT_A_REPORT, null, Measure.NONE, null));

    domains.write(folder.resolve("domains.csv"));

    assertThat(Files.readAllLines(folder.resolve("domains.csv")))
        .containsExactly(
            "domain,provider,failed,hard,soft,block,restricted,sender,undetermined,delayed,complaints,other,top_reply,"
                + "top_reply_count",
            "example.com,example.com,4,0,3,0,1,0,0,0,0,0,452 full,3",
            "example.net,example.net,1,0,0,0,0,0,1,0,1,0,,",
            "(unknown),,0,0,0,0,0,0,0,0,0,1,,");
  }

  @Test
  void the_letters_are_ready_to_send_and_carry_the_evidence() {
    Contact anna = contact("anna@example.net", 1, "2026-06-01T08:00:00Z", "b+1@esp.example");
    Contact ben = contact("ben@example.net", 3, "2026-06-03T08:00:00Z", "b+2@esp.example");

    assertThat(ContactTexts.forRecipient(anna))
        .isEqualTo(
            "Our e-mail to anna@example.net was refused on 2026-06-01, because the mailbox takes mail from approved"
                + " senders only. The answer was: \"550 5.5.5 Message not delivered to user without prior approval\"."
                + " If you want our mail, please allow these senders in your mailbox, or forward this to your IT: From"
                + " address team@news.example; From domain news.example; envelope domain esp.example; sending IP 192.0.2.1;"
                + " DKIM domain d=news.example. If you do not, tell us, and we will take you off the list.");
    assertThat(ContactTexts.forIt(List.of(anna, ben)))
        .startsWith(
            "Mail from us to anna@example.net, ben@example.net was refused 4 times between 2026-05-30 and"
                + " 2026-06-03 (UTC) by mx.example.net, last with: \"550 5.5.5 Message not delivered to user without prior"
                + " approval\", at 2026-06-03T08:00:00Z, Message-ID 7@news.example. We think that the mailbox takes mail"
                + " from approved senders only.")
        .contains(
            "please allow: From address team@news.example; From domain news.example; envelope domain esp.example;"
                + " sending IP 192.0.2.1; DKIM domain d=news.example.")
        .contains("an entry for one address does not match")
        .doesNotContain("group");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHALLENGE_RESPONSE||a filter wants a person to confirm every new sender",
        "BLOCKED_BY_RECIPIENT|organisation|the organisation has blocked our address",
        "POLICY_REJECTED||a rule of the organisation refuses our mail",
        "RECIPIENT_RESTRICTED|org_internal_only|give us an address that takes mail from outside",
        "RECIPIENT_RESTRICTED|group_members_only|add one of these as a member",
        "RECIPIENT_RESTRICTED|moderated|ask the moderator to release our mail"
      })
  void a_letter_asks_for_what_would_help(Category category, String subtype, String words) {
    Contact contact = new Contact(
        "a@example.net",
        category,
        subtype,
        1,
        Rows.AT,
        Rows.AT,
        "",
        null,
        Identity.UNKNOWN,
        null,
        List.of("news.example", "192.0.2.1"));

    assertThat(ContactTexts.forRecipient(contact))
        .contains(words, "all mail of news.example, 192.0.2.1")
        .doesNotContain("The answer was");
    assertThat(ContactTexts.forIt(List.of(contact)))
        .startsWith(
            "Mail from us to a@example.net was refused once on 2026-06-01 (UTC). We think that ")
        .contains("all mail of news.example, 192.0.2.1");
  }

  @Test
  void a_letter_says_so_where_the_report_does_not_tell_as_whom_we_sent() {
    Contact contact = new Contact(
        "a@example.net",
        Category.RECIPIENT_RESTRICTED,
        null,
        1,
        Rows.AT,
        Rows.AT,
        "550 no",
        null,
        Identity.UNKNOWN,
        null,
        List.of());

    assertThat(ContactTexts.forRecipient(contact))
        .contains("the reports do not say as whom we sent");
  }

  @Test
  void the_text_for_it_is_one_for_all_recipients_of_a_domain() throws IOException {
    try (ContactFile file = new ContactFile(folder.resolve("contacts.csv"))) {
      for (int i = 0; i < 12; i++) {
        file.add(contact("user" + i + "@example.net", 1, "2026-06-01T08:00:00Z", "b@esp.example"));
      }
      file.add(contact("x@example.org", 1, "2026-06-01T08:00:00Z", "b@esp.example"));
      assertThat(file.rows()).isEqualTo(13);
    }

    List<String> lines = Files.readAllLines(folder.resolve("contacts.csv"));
    assertThat(lines).hasSize(14);
    assertThat(lines.subList(1, 13))
        .allMatch(it -> it.contains("user9@example.net and 2 more was refused 12 times"));
    assertThat(lines.get(13)).contains("Mail from us to x@example.org was refused once");
  }

  private static Contact contact(String address, int times, String last, String envelope) {
    return new Contact(
        address,
        Category.RECIPIENT_RESTRICTED,
        "allow_list",
        times,
        Instant.parse("2026-05-30T08:00:00Z"),
        Instant.parse(last),
        "550 5.5.5 Message not delivered to user without prior approval",
        "mx.example.net",
        new Identity("team@news.example", envelope, "192.0.2.1", List.of("news.example")),
        "7@news.example",
        List.of("news.example"));
  }
}
