package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.suppress.GuardSettings;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Repeated;
import org.bouncescan.suppress.SuppressionSettings;
import org.bouncescan.suppress.Threshold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {
  private static final Map<String, String> ENVIRONMENT = Map.of(
      "BOUNCES_PASSWORD", "s3cret",
      "BOUNCESCAN_DEMO_PASSWORD", "demo",
      "CLIENT_SECRET", "s3cret",
      "VERP_SECRET", "s3cret",
      "LEDGER_PASSWORD", "s3cret");

  private static final String SHORTEST = """
      mailboxes:
        - {name: bounces, host: imap.example.com, user: b@example.com, password: env:BOUNCES_PASSWORD}
      output: {folder: reports}
      ledger: {path: ledger.db}
      """;

  @TempDir
  Path folder;

  @Test
  void what_the_shortest_job_leaves_out_is_safe() throws IOException {
    assertThat(read(SHORTEST))
        .isEqualTo(new JobFile(
            file(),
            "job",
            List.of(new JobFile.Mailbox(
                MailboxSettings.of(
                    "bounces", "imap.example.com", "b@example.com", Secret.of("s3cret")),
                new SettleSection(
                    new Settlement.Keyword("$BounceScanned"),
                    Map.of(Event.NOT_A_REPORT, new Settlement.Nothing()),
                    null))),
            4,
            new SenderSection(List.of(), List.of(), List.of(), null, null, null),
            new SuppressionSection(SuppressionSettings.DEFAULT, null, null, null, List.of()),
            new JobFile.Output(folder.resolve("reports"), null, null, 2_000_000_000L),
            new JobFile.Ledger(folder.resolve("ledger.db"), null, null, null, null),
            null));
  }

  @Test
  void every_key_has_its_place() throws IOException {
    JobFile job = read("""
        name: weekly
        mailboxes:
          - name: bounces
            host: imap.example.com
            user: b@example.com
            password: env:BOUNCES_PASSWORD
            settle:
              all: move Processed
              unparsable: move Unreadable
              auto_reply: delete
              not_a_report: keyword Seen-By-Us
              retention: 90d
        sender:
          domains: [Example.com, example.net]
          ips: [192.0.2.10, "2001:db8::1"]
          campaign_headers: X-Campaign-ID
          suppress_unverified: true
          verp: {pattern: "b+{token}@example.com", secret: env:VERP_SECRET}
        suppression:
          thresholds: {bad_domain/null_mx: 2/1d, bad_domain: 4/9d, mailbox_full: 5/30d, greylisted: 9/90d}
          repeated: {recipient_restricted: 4/60d, policy_rejected: never}
          ambiguous_hard: 3/20d
          expire: {mailbox_full: 180d}
          forget_after: 52w
          claim_proof: 7d
          guard:
            {enabled: false, floor: 20, factor: 2.5, rule_floor: 300, usual_over: 30d, confirm_after: 2d,
             review_for: 2w, margin: 6h}
          claims: claims.csv
          deliveries: delivered.csv
          known: known.csv
          targets:
            - {format: sendgrid}
            - {format: amazon_ses_csv, content: both, reasons: [hard, complaint]}
            - {format: plain, reasons: [held], file: on-hold}
        output: {folder: reports, metrics: b.prom, keep_messages: raw, keep_at_most: 500MB}
        ledger: {url: "jdbc:postgresql://db/b", user: b, password: env:LEDGER_PASSWORD, retention: 52w}
        rules: rules.d
        """);

    assertThat(job.name()).isEqualTo("weekly");
    assertThat(job.mailboxes().get(0).settle())
        .isEqualTo(new SettleSection(
            new Settlement.Move("Processed"),
            Map.of(
                Event.UNPARSABLE, new Settlement.Move("Unreadable"),
                Event.AUTO_REPLY, new Settlement.Delete(),
                Event.NOT_A_REPORT, new Settlement.Keyword("Seen-By-Us")),
            90));
    assertThat(job.sender())
        .isEqualTo(new SenderSection(
            List.of("example.com", "example.net"),
            List.of("192.0.2.10", "2001:db8::1"),
            List.of("X-Campaign-ID"),
            "b+{token}@example.com",
            Secret.of("s3cret"),
            true));
    SuppressionSettings decisions = job.suppression().decisions();
    assertThat(decisions.threshold(Category.BAD_DOMAIN, "null_mx")).hasToString("2/1d");
    assertThat(decisions.threshold(Category.BAD_DOMAIN, "no_mail_service")).hasToString("4/9d");
    assertThat(decisions.threshold(Category.MAILBOX_FULL, null)).hasToString("5/30d");
    assertThat(decisions.threshold(Category.GREYLISTED, null)).hasToString("9/90d");
    assertThat(decisions.threshold(Category.INVALID_RECIPIENT, null)).hasToString("now");
    assertThat(decisions.repeated())
        .isEqualTo(Map.of(
            Category.RECIPIENT_RESTRICTED,
            new Repeated(Threshold.after(4, 60), Measure.SUPPRESS),
            Category.RECIPIENT_RATE_LIMITED,
            new Repeated(Threshold.after(3, 7), Measure.REVIEW)));
    assertThat(decisions.ambiguousHard()).hasToString("3/20d");
    assertThat(decisions.expiry()).isEqualTo(Map.of(Category.MAILBOX_FULL, Duration.ofDays(180)));
    assertThat(decisions.forgetAfter()).isEqualTo(Duration.ofDays(364));
    assertThat(decisions.claimProof()).isEqualTo(Duration.ofDays(7));
    assertThat(decisions.guard())
        .isEqualTo(new GuardSettings(false, 20, 2.5, 300, 30, 2, 14, Duration.ofHours(6)));
    assertThat(job.suppression())
        .isEqualTo(new SuppressionSection(
            decisions,
            folder.resolve("claims.csv"),
            folder.resolve("delivered.csv"),
            folder.resolve("known.csv"),
            List.of(
                new SuppressionSection.Target("sendgrid", "full", List.of(), null, 33),
                new SuppressionSection.Target(
                    "amazon_ses_csv", "both", List.of("hard", "complaint"), null, 34),
                new SuppressionSection.Target("plain", "full", List.of("held"), "on-hold", 35))));
    assertThat(job.output())
        .isEqualTo(new JobFile.Output(
            folder.resolve("reports"),
            folder.resolve("b.prom"),
            folder.resolve("raw"),
            500_000_000));
    assertThat(job.ledger())
        .isEqualTo(
            new JobFile.Ledger(null, "jdbc:postgresql://db/b", "b", Secret.of("s3cret"), 364));
    assertThat(job.rules()).isEqualTo(folder.resolve("rules.d"));
  }

  @ParameterizedTest
  @CsvSource({"nightly.yml", "demo.yml"})
  void the_jobs_we_ship_are_right(String name) {
    JobFile job = JobFile.read(Path.of("jobs", name), ENVIRONMENT);

    assertThat(job.mailboxes()).hasSize(1);
    assertThat(job.settings().suppression().targets()).isNotEmpty();
    assertThat(job.suppression().claims()).exists();
  }

  @Test
  void every_key_that_the_nightly_job_only_mentions_is_known_too() throws IOException {
    StringBuilder all = new StringBuilder();
    boolean oauth2 = false;
    for (String line : Files.readAllLines(Path.of("jobs", "nightly.yml"))) {
      // A key that is commented out stands behind "# " as it would stand without.
      boolean key = line.matches(" *# +[a-z_0-9]+:( .*)?")
          && !line.matches(".*# +(secrets|times|sizes|unparsable or|[A-Z]).*");
      oauth2 = (oauth2 || line.contains("# oauth2:")) && line.strip().startsWith("#");
      boolean instead = line.contains("password:") || line.contains("url: jdbc");
      all.append(key && !oauth2 && !instead ? line.replaceFirst("# ", "") : line)
          .append('\n');
    }

    JobFile job = read(all.toString()
        .replace("not_a_report: nothing", "delayed: nothing")
        .replace("all: keyword $BounceScanned", "all: move Processed"));

    assertThat(job.mailboxes().get(0).settle().retentionDays()).isEqualTo(90);
    assertThat(job.suppression().decisions())
        .as("where the file shows a default, it is the default")
        .isEqualTo(
            SuppressionSettings.DEFAULT.expiring(Category.MAILBOX_FULL, Duration.ofDays(180)));
    assertThat(job.suppression().known()).isNotNull();
    assertThat(job.sender().verpPattern()).isNotNull();
    assertThat(job.output().metrics()).isNotNull();
    assertThat(job.ledger().retentionDays()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sendr: {domains: [example.com]}|:5: unknown key 'sendr' (did you mean 'sender'?)",
        "sender: {domains: [nobody]}|:5: 'nobody' is no domain; write for instance example.com",
        "suppression: {thresholds: {mailbox_ful: now}}"
            + "|:5: unknown category 'mailbox_ful' (did you mean 'mailbox_full'?)",
        "suppression: {thresholds: {mailbox_full: 3}}"
            + "|:5: '3' is no threshold; write now, hold, never, or messages/days as in 3/21d",
        "suppression: {targets: [{format: plain, content: al}]}"
            + "|:5: 'al' is not known; possible: full, new, both",
        "suppression: {thresholds: {bad_domain/dead: now}}|:5: bad_domain has no subtype 'dead'; it has: null_mx,"
            + " no_such_domain, no_mail_service",
        "suppression: {repeated: {mailbox_full: 3/30d}}|:5: 'mailbox_full' does not repeat into anything; possible:"
            + " policy_rejected, recipient_rate_limited, recipient_restricted",
        "suppression: {repeated: {policy_rejected: now}}|:5: 'now': write messages/days as in 3/30d, or never",
        "suppression: {claim_proof: 12h}|:5: '12h' must be whole days; write for instance 30d or 52w",
        "suppression: {forget_after: 0d}|:5: '0d' must be from 1d to 3650d",
        "suppression: {guard: {rule_floor: 0}}|:5: '0' must be a whole number from 1 to 10000000",
        "suppression: {targets: [{format: plain, file: a/b}]}|:5: 'a/b' can't name a file here; write letters,"
            + " digits, - and _, no extension, and neither -new nor a number at the end",
        "suppression: {targets: {format: plain}}"
            + "|:5: 'suppression.targets' must be a list: start each entry with '- '",
      })
  void a_wrong_line_is_named_with_its_cure(String line, String message) {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(SHORTEST + line))
        .withMessage(file() + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{format: plain}, {format: plain, reasons: [held]}|plain.txt",
        "{format: mandrill}, {format: plain, file: Mandrill}|Mandrill.txt",
        "{format: sendgrid}, {format: klaviyo, file: holds}|holds.csv"
      })
  void two_targets_never_write_the_same_file(String targets, String name) throws IOException {
    JobFile job = read(SHORTEST + "suppression: {targets: [" + targets + "]}");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(job::settings)
        .withMessage(file() + ":5: '" + name
            + "' is a file of this run already; name this target's, for instance 'file: on-hold'");
  }

  @Test
  void a_ledger_is_a_file_or_a_database() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(SHORTEST.replace("path: ledger.db", "retention: 30d")))
        .withMessage(
            file()
                + ":4: 'ledger' needs either 'path' (a file) or 'url' (jdbc:postgresql://…), one of them");
  }

  @Test
  void a_password_in_the_database_url_is_refused() {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(
            SHORTEST.replace("path: ledger.db", "url: 'jdbc:postgresql://db/b?password=hunter2'")))
        .withMessage(
            file() + ":4: the password must not stand in the URL; use 'password: env:NAME'");
  }

  @Test
  void two_mailboxes_need_two_names() {
    String twice = SHORTEST.replace("output:", """
          - {name: bounces, host: other.example.com, user: b, password: env:BOUNCES_PASSWORD}
        output:""");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(twice))
        .withMessageContaining("a second mailbox is called 'bounces'; rename one");
  }

  @Test
  void no_secret_is_printed_with_the_job() throws IOException {
    assertThat(read(SHORTEST).toString()).doesNotContain("s3cret");
  }

  private JobFile read(String yaml) throws IOException {
    Files.writeString(file(), yaml);
    return JobFile.read(file(), ENVIRONMENT);
  }

  private Path file() {
    return folder.resolve("job.yml");
  }
}
