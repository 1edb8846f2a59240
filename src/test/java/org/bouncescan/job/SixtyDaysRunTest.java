package org.bouncescan.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Provider;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;
import org.bouncescan.ledger.LedgerExtension;
import org.bouncescan.ledger.TestLedger;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.suppress.SuppressionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sixty nights of the real job over its real ledger; only the mailbox is in memory and the reports speak plainly. */
@ExtendWith(LedgerExtension.class)
class SixtyDaysRunTest {
  private static final Instant FIRST_DAY = Instant.parse("2026-03-02T00:00:00Z");

  @TempDir
  private Path folder;

  private final FakeServer server = new FakeServer();
  private final List<String> diary = new ArrayList<>();
  private TestLedger memory;
  private int day;
  private int messages;
  private @Nullable JobResult last;

  @BeforeEach
  void prepare(TestLedger empty) {
    memory = empty;
  }

  @Test
  void every_address_ends_where_its_history_leads() throws Exception {
    Files.writeString(folder.resolve("claims.csv"), "scope,claimed_on\n");
    for (int week = 0; day < 60; week++) {
      if (week < 2) {
        failed("emptied@example.com", "mailbox_full");
      }
      failed("full@example.com", "mailbox_full");
      if (week < 3) {
        failed("careful@example.com", "recipient_restricted");
      }
      if (week == 3) {
        Files.writeString(
            folder.resolve("claims.csv"), "scope,claimed_on\ncareful@example.com,2026-03-23\n");
      }
      failed("closed-group@example.com", "recipient_restricted");
      if (week < 6) {
        failed("late-claim@example.com", "recipient_restricted");
      }
      if (week == 6) {
        assertThat(lists("late-claim@example.com")).containsExactly("suppressions");
        Files.writeString(
            folder.resolve("claims.csv"),
            "scope,claimed_on\ncareful@example.com,2026-03-23\nlate-claim@example.com,2026-04-13\n");
      }
      failed("blocklisted@example.net", "blocklisted");
      failed("vague@example.net", "invalid_recipient vague");
      if (week == 1) {
        failed("gone@example.com", "invalid_recipient");
        mail("complaint angry@example.com - clear ours");
        mail("unsubscribe_request leaving@example.com - clear ours");
      }
      mail("delayed late@example.com connection_failed clear ours");
      mail("auto_reply away@example.com - clear ours");
      night();
      if (week == 2 || week == 3 || week == 5) {
        for (String name :
            List.of("full@example.com", "careful@example.com", "vague@example.net")) {
          diary.add("day " + day + " " + name + " " + lists(name));
        }
      }
      for (int i = 0; i < 6; i++) {
        night();
      }
    }

    assertThat(diary)
        .containsExactly(
            "day 15 full@example.com []",
            "day 15 careful@example.com [holds]",
            "day 15 vague@example.net [suppressions, new]",
            "day 22 full@example.com [suppressions, new]",
            "day 22 careful@example.com [holds]",
            "day 22 vague@example.net [suppressions]",
            "day 36 full@example.com [suppressions]",
            "day 36 careful@example.com [released]",
            "day 36 vague@example.net [suppressions]");
    assertThat(addresses("suppressions"))
        .containsExactly(
            "angry@example.com",
            "closed-group@example.com",
            "full@example.com",
            "gone@example.com",
            "leaving@example.com",
            "vague@example.net");
    assertThat(addresses("holds")).isEmpty();
    assertThat(releasedOn("careful@example.com")).isEqualTo("2026-04-07");
    assertThat(releasedOn("late-claim@example.com")).isEqualTo("2026-04-28");
    assertThat(rows("suppressions/suppressions.csv"))
        .filteredOn(it -> it.get("address").equals("closed-group@example.com"))
        .extracting(it -> it.get("cause") + " " + it.get("category"))
        .containsExactly("restricted recipient_restricted");
    assertThat(rows("claims.csv")).extracting(it -> it.get("standing")).containsOnly("untested");
  }

  @Test
  void a_provider_that_shuts_us_out_for_weeks_is_told_loudly_and_not_held_against_its_addresses()
      throws Exception {
    for (int campaign = 0; campaign < 3; campaign++) {
      for (int i = 0; i < 60; i++) {
        failed("living" + i + "@big.example", "connection_failed");
      }
      failed("gone@small.example", "connection_failed");
      night();
      assertThat(ending()).isEqualTo(campaign < 2 ? Ending.LOOK : Ending.DONE);
      assertThat(rows("review.csv"))
          .extracting(it -> it.get("kind") + " " + it.get("provider") + " " + it.get("category"))
          .isEqualTo(
              campaign < 2 ? List.of("guard_event big.example connection_failed") : List.of());
      for (int i = 0; i < 7; i++) {
        night();
        assertThat(ending()).as("said once").isEqualTo(Ending.DONE);
      }
    }

    assertThat(everyListed()).containsExactly("gone@small.example");
  }

  @Test
  void a_provider_that_is_ill_for_six_hours_reaches_no_file_and_the_dead_elsewhere_do()
      throws Exception {
    for (int i = 0; i < 14; i++) {
      failed("old" + i + "@gmail.com", "invalid_recipient");
      failed("old" + i + "@example.com", "invalid_recipient");
      night();
    }
    for (int i = 0; i < 600; i++) {
      failed("living" + i + "@gmail.com", "invalid_recipient");
    }
    failed("dead@example.net", "invalid_recipient");
    night();

    assertThat(ending()).isEqualTo(Ending.LOOK);
    assertThat(everyListed())
        .contains("dead@example.net", "old3@gmail.com")
        .noneMatch(it -> it.startsWith("living"));
    assertThat(rows("review.csv"))
        .filteredOn(it -> it.get("kind").equals("guard"))
        .hasSize(600);

    // A week later one of them is found to be dead after all; the others got their mail, in
    // silence.
    for (int i = 0; i < 6; i++) {
      night();
    }
    failed("living7@gmail.com", "invalid_recipient");
    night();
    assertThat(everyListed().stream().filter(it -> it.startsWith("living")))
        .containsExactly("living7@gmail.com");
  }

  @Test
  void an_old_list_is_held_once_and_suppressed_by_the_second_campaign_to_it() throws Exception {
    for (int campaign = 0; campaign < 2; campaign++) {
      for (int i = 0; i < 300; i++) {
        failed("stale" + i + "@gmail.com", "invalid_recipient");
      }
      night();
      assertThat(addresses("suppressions")).hasSize(campaign * 300);
      for (int i = 0; i < 6; i++) {
        night();
      }
    }

    assertThat(addresses("suppressions")).hasSize(300);
    assertThat(rows("review.csv"))
        .filteredOn(it -> it.get("kind").equals("guard"))
        .isEmpty();
  }

  @Test
  void a_flood_of_forged_reports_suppresses_nobody_in_sixty_days() throws Exception {
    for (int i = 0; i < 60; i++) {
      for (int n = 0; n < 10; n++) {
        mail("failed living" + n + "@example.com invalid_recipient clear theirs");
        mail("failed living" + n + "@example.com mailbox_full clear theirs");
        mail("complaint living" + n + "@example.com - clear theirs");
      }
      night();
    }

    assertThat(everyListed()).isEmpty();
    assertThat(rows("bounces.csv")).extracting(it -> it.get("verified")).containsOnly("no");
  }

  private void failed(String address, String what) {
    mail("failed " + address + " " + (what.contains(" ") ? what : what + " clear") + " ours");
  }

  private void mail(String text) {
    Instant at = FIRST_DAY.plusSeconds(day * 86_400L + 10 * 3_600 + messages % 3_600);
    server.box("bounces").add((text + " " + ++messages).getBytes(StandardCharsets.UTF_8), at);
  }

  private void night() throws JobException {
    day++;
    Instant now = FIRST_DAY.plusSeconds(day * 86_400L + 3_600);
    last = new NightlyJob(Clock.fixed(now, ZoneOffset.UTC), server, new PlainStages())
        .run(settings(), false, Progress.SILENT);
  }

  private Ending ending() {
    return java.util.Objects.requireNonNull(last).ending();
  }

  private List<String> lists(String address) {
    return List.of("suppressions", "new", "holds", "released").stream()
        .filter(it -> addresses(it).contains(address))
        .toList();
  }

  private String releasedOn(String address) throws IOException {
    try (var folders = Files.list(folder.resolve("out"))) {
      return folders
          .filter(it -> !Files.isSymbolicLink(it))
          .filter(it -> csv(it.resolve("suppressions/released.csv")).stream()
              .anyMatch(row -> row.get("address").equals(address)))
          .map(it -> it.getFileName().toString())
          .sorted()
          .findFirst()
          .orElse("never");
    }
  }

  /** All addresses in all files that an importer takes, and in the list of all that is active. */
  private Set<String> everyListed() {
    Set<String> all = new TreeSet<>(addresses("suppressions"));
    all.addAll(addresses("new"));
    try {
      all.addAll(Files.readAllLines(latest("suppressions/plain.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private List<String> addresses(String list) {
    return rows("suppressions/" + list + ".csv").stream()
        .map(it -> it.get("address"))
        .toList();
  }

  private List<CSVRecord> rows(String file) {
    return csv(latest(file));
  }

  private Path latest(String file) {
    return folder.resolve("out/latest").resolve(file);
  }

  private static List<CSVRecord> csv(Path file) {
    try (CSVParser parser = CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(Files.newBufferedReader(file))) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JobSettings settings() {
    Path claims = folder.resolve("claims.csv");
    return new JobSettings(
        "test",
        List.of(new JobSettings.Mailbox(
            MailboxSettings.of("bounces", "imap.example.com", "bounces", Secret.of("secret")),
            new Settlement.Keyword("$BounceScanned"),
            Map.of(),
            null)),
        1,
        new JobSettings.Sender(List.of("news.example"), List.of(), List.of(), null, null, null),
        new JobSettings.Suppression(
            SuppressionSettings.DEFAULT,
            Files.exists(claims) ? claims : null,
            null,
            null,
            List.of(new JobSettings.Target("plain", "full", List.of(), null))),
        JobSettings.Output.to(folder.resolve("out")),
        JobHarness.place(memory, null),
        null);
  }

  /** Reads {@code event address category clear|vague ours|theirs number}. */
  private static final class PlainStages implements Stages {
    @Override
    public List<Outcome> read(byte[] message) {
      String[] words = new String(message, StandardCharsets.UTF_8).split(" ", -1);
      Event event = Event.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
      Category category = Category.ofLabel(words[2]);
      String domain = words[4].equals("ours") ? "news.example" : "elsewhere.test";
      PerMessageFields fields = new PerMessageFields(
          "test", false, null, null, null, null, null, null, returned(words[5] + "@" + domain));
      return List.of(new Outcome(
          event,
          words[1],
          category == null ? null : status(words[1], category),
          category == null ? null : verdict(category, words[3].equals("clear")),
          null,
          fields));
    }

    private static ReturnedMessage returned(String messageId) {
      return new ReturnedMessage(
          messageId, "News", null, List.of(), null, null, null, List.of(), List.of(), Map.of());
    }

    private static RecipientStatus status(String address, Category category) {
      return new RecipientStatus(
          Action.FAILED,
          address,
          address,
          address,
          null,
          550,
          "550 " + category.label(),
          null,
          null,
          null,
          null,
          null);
    }

    private static Verdict verdict(Category category, boolean clear) {
      return new Verdict(
          category,
          null,
          category.bounceClass(),
          category.resolvers(),
          true,
          clear,
          null,
          550,
          "test." + category.label(),
          Confidence.HIGH,
          false,
          null,
          null,
          "550 " + category.label());
    }

    @Override
    public String provider(Outcome outcome) {
      String recipient = outcome.recipient();
      return recipient == null
          ? ""
          : Provider.of(recipient.substring(recipient.indexOf('@') + 1), null).name();
    }
  }
}
