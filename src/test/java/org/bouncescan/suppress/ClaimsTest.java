package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.bouncescan.suppress.ClaimJudge.Judged;
import org.bouncescan.suppress.ClaimJudge.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

  @TempDir
  Path folder;

  @Test
  void the_usable_lines_are_read_and_every_broken_one_is_named() throws IOException {
    Path file = folder.resolve("claims.csv");
    Files.writeString(file, """
        scope,claimed_on,claimed_by,identities,note
        anna@Example.com,2026-05-01,her assistant,"news.example, 192.0.2.10",by phone
        # a comment
        @example.org,2026-05-02,IT

        nonsense,2026-05-02,IT,,
        example.net,yesterday,IT,,
        example.net,2027-01-01,IT,,
        example.net,2026-05-03,"never closed,,
        sub.example.net,2026-05-03,"She said ""yes"" twice",d=news.example,
        """);

    Claims claims = Claims.read(file, TODAY);

    assertThat(claims.claims())
        .extracting(Claim::scope)
        .containsExactly("anna@example.com", "example.org", "sub.example.net");
    assertThat(claims.claims().get(2).claimedBy()).isEqualTo("She said \"yes\" twice");
    assertThat(claims.broken())
        .extracting(BrokenLine::toString)
        .containsExactly(
            file + ":6: scope 'nonsense' is neither an address nor a domain",
            file + ":7: claimed_on 'yesterday' is no date; write for instance 2026-01-31",
            file + ":8: claimed_on 2027-01-01 is in the future",
            file + ":9: a quote is not closed");
  }

  @Test
  void a_byte_order_mark_and_another_order_of_columns_do_no_harm() throws IOException {
    Path file = folder.resolve("claims.csv");
    Files.writeString(file, "\uFEFFclaimed_on,scope\r\n2026-05-01,example.com\r\n");

    Claims claims = Claims.read(file, TODAY);

    assertThat(claims.claims()).extracting(Claim::scope).containsExactly("example.com");
    assertThat(claims.broken()).isEmpty();
  }

  @Test
  void a_file_without_its_header_or_not_in_utf_8_is_named_as_such() throws IOException {
    Path file = folder.resolve("claims.csv");
    Files.writeString(file, "example.com,2026-05-01\n");
    assertThat(Claims.read(file, TODAY).broken().toString())
        .contains(
            ":1: the first line must be the header scope,claimed_on,claimed_by,identities,note");

    Files.write(
        file,
        "scope;claimed_on\nmüller.example;2026-05-01\nmeier.example;2026-05-01\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Claims.read(file, TODAY).broken().toString())
        .contains(":2: not UTF-8; save the file as UTF-8");
    assertThat(Claims.read(file, TODAY).claims())
        .extracting(Claim::scope)
        .containsExactly("meier.example");
  }

  @Test
  void a_domain_covers_its_subdomains_and_the_latest_claim_counts() throws IOException {
    Claims claims = Claims.read(
        Files.writeString(
            folder.resolve("claims.csv"),
            "scope,claimed_on\nexample.com,2026-04-01\nsub.example.com,2026-05-01\n"),
        TODAY);

    assertThat(claims.since("a@sub.example.com")).isEqualTo("2026-05-02T00:00:00Z");
    assertThat(claims.since("a@example.com")).isEqualTo("2026-04-02T00:00:00Z");
    assertThat(claims.since("a@badexample.com")).isNull();
  }

  @Test
  void a_refusal_after_the_claim_contradicts_it_and_one_before_does_not() {
    Judged before = judge("news.example", bounce("2026-05-01T23:00:00Z", used("a@news.example")));
    Judged after = judge(
        "news.example",
        bounce("2026-05-03T10:00:00Z", used("a@news.example")),
        bounce("2026-05-09T10:00:00Z", used("a@news.example")));

    assertThat(before.standing()).isEqualTo(Standing.UNTESTED);
    assertThat(after.standing()).isEqualTo(Standing.CONTRADICTED);
    assertThat(after.bounces()).isEqualTo(2);
    assertThat(after.first()).extracting(ClaimEvidence::at).hasToString("2026-05-03T10:00:00Z");
    assertThat(after.last()).extracting(ClaimEvidence::at).hasToString("2026-05-09T10:00:00Z");
  }

  @Test
  void mail_that_comes_through_after_the_last_refusal_lets_the_claim_hold() {
    ClaimEvidence delivered =
        evidence("2026-05-10T00:00:00Z", Event.DELIVERED, null, Identity.UNKNOWN);

    assertThat(judge("", delivered).standing()).isEqualTo(Standing.HOLDING);
    assertThat(judge("", bounce("2026-05-03T10:00:00Z", used("a@b.example")), delivered)
            .standing())
        .isEqualTo(Standing.HOLDING);
    assertThat(judge("", delivered, bounce("2026-05-11T10:00:00Z", used("a@b.example")))
            .standing())
        .isEqualTo(Standing.CONTRADICTED);
  }

  @Test
  void other_failures_say_nothing_about_a_claim() {
    ClaimEvidence full =
        evidence("2026-05-10T00:00:00Z", Event.FAILED, Category.MAILBOX_FULL, Identity.UNKNOWN);

    assertThat(judge("", full).standing()).isEqualTo(Standing.UNTESTED);
  }

  @Test
  void the_likely_reason_is_the_envelope_address_that_nobody_allowed() {
    assertThat(
            judge("team@news.example", bounce("2026-05-03T10:00:00Z", used("bounce@esp.example")))
                .likelyReason())
        .isEqualTo(
            "the envelope sender was bounce@esp.example, which is not among what was allowed: many systems look"
                + " at it and not at From");
  }

  @Test
  void the_likely_reason_is_a_return_path_that_changes_with_every_message() {
    assertThat(judge(
                "team@news.example, bounce+1@esp.example",
                bounce("2026-05-03T10:00:00Z", used("bounce+2@esp.example")),
                bounce("2026-05-04T10:00:00Z", used("bounce+3@esp.example")))
            .likelyReason())
        .isEqualTo(
            "the return-path changes with every message (bounce+2@esp.example, bounce+3@esp.example): an entry"
                + " for one address never matches, allow the domain esp.example");
  }

  @Test
  void the_likely_reason_is_one_address_of_a_pool() {
    Identity identity =
        new Identity("team@news.example", "b@news.example", "192.0.2.99", List.of());

    assertThat(judge("news.example, 192.0.2.10", bounce("2026-05-03T10:00:00Z", identity))
            .likelyReason())
        .contains("came from IP 192.0.2.99, which is not among those allowed");
    assertThat(judge("news.example, 192.0.2.0/24", bounce("2026-05-03T10:00:00Z", identity))
            .likelyReason())
        .startsWith("what was used is among what was allowed");
  }

  @Test
  void the_likely_reason_is_a_filter_in_front() {
    ClaimEvidence evidence = new ClaimEvidence(
        Instant.parse("2026-05-03T10:00:00Z"),
        "anna@example.com",
        Event.FAILED,
        Category.RECIPIENT_RESTRICTED,
        "550 no",
        "eu-smtp-1.mimecast.com",
        used("a@news.example"));

    assertThat(judge("news.example", evidence).likelyReason())
        .isEqualTo(
            "a system in front, eu-smtp-1.mimecast.com, refuses before the mailbox is asked: allow us there too");
  }

  @Test
  void the_likely_reason_is_an_entry_for_the_domain_above() {
    Identity identity = new Identity("team@news.example", "b@bounce.news.example", null, List.of());

    assertThat(judge("news.example", bounce("2026-05-03T10:00:00Z", identity)).likelyReason())
        .isEqualTo(
            "the domain used, bounce.news.example, lies below the one that was allowed: many systems need it listed"
                + " itself");
  }

  @Test
  void a_claim_that_does_not_say_what_was_allowed_is_asked_for_it() {
    assertThat(judge("", bounce("2026-05-03T10:00:00Z", used("a@b.example"))).likelyReason())
        .startsWith("the claim does not say what was allowed");
  }

  private static Judged judge(String identities, ClaimEvidence... evidence) {
    ClaimJudge judge =
        new ClaimJudge(new Claim(2, "example.com", LocalDate.of(2026, 5, 1), "IT", identities, ""));
    for (ClaimEvidence it : evidence) {
      judge.accept(it);
    }
    return judge.judge();
  }

  private static Identity used(String envelope) {
    return new Identity("team@news.example", envelope, null, List.of());
  }

  private static ClaimEvidence bounce(String at, Identity identity) {
    return evidence(at, Event.FAILED, Category.RECIPIENT_RESTRICTED, identity);
  }

  private static ClaimEvidence evidence(
      String at, Event event, @Nullable Category category, Identity identity) {
    return new ClaimEvidence(
        Instant.parse(at),
        "anna@example.com",
        event,
        category,
        "550 5.7.1 no",
        "mx.example.com",
        identity);
  }
}
