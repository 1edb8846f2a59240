package org.bouncescan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.report.target.TargetSettings;
import org.bouncescan.report.target.TargetSettings.Content;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.Claim;
import org.bouncescan.suppress.ClaimEvidence.Identity;
import org.bouncescan.suppress.ClaimJudge;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.KnownSuppressions;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
  private static final List<String> FILES = List.of(
      "bounces.csv",
      "claims.csv",
      "contact-recipients.csv",
      "domains.csv",
      "review.csv",
      "run.json",
      "sender-actions.csv",
      "summary.csv",
      "suppressions/amazon-ses.csv",
      "suppressions/holds.csv",
      "suppressions/new.csv",
      "suppressions/plain-new.txt",
      "suppressions/plain.txt",
      "suppressions/released.csv",
      "suppressions/suppressions.csv");

  @TempDir
  Path output;

  private RunFiles.Setting setting(String run) {
    return new RunFiles.Setting(
        output,
        DAY,
        run,
        List.of(
            new TargetSettings("amazon_ses_csv", Content.FULL, List.of(), null),
            new TargetSettings("plain", Content.BOTH, List.of(), null)),
        KnownSuppressions.NONE,
        Baseline.NONE);
  }

  private static RunInfo info(String run) {
    return new RunInfo(
        run,
        "0.1.0",
        Rows.AT,
        Rows.AT.plusSeconds(9),
        3,
        Map.of("new", 9L),
        Map.of("scan", 12L),
        List.of("look"));
  }

  /** One run with something in every file. */
  private static void fill(RunFiles files) {
    int n = 0;
    for (int i = 0; i < 40; i++) {
      files.bounce(Rows.failed(
          ++n,
          "gone" + i + "@example.com",
          Category.INVALID_RECIPIENT,
          Measure.SUPPRESS,
          "550 5.1.1 unknown"));
    }
    for (int i = 0; i < 7; i++) {
      files.bounce(Rows.failed(
          ++n,
          "careful" + i % 3 + "@example.net",
          Category.RECIPIENT_RESTRICTED,
          Measure.HOLD,
          "550 5.5.5 approval"));
      files.bounce(Rows.failed(
          ++n,
          "u" + i + "@example.org",
          Category.BLOCKLISTED,
          Measure.NONE,
          "554 5.7.1 [IP] listed"));
      files.bounce(Rows.row(
          ++n,
          "v" + i + "@example.org",
          Event.DELAYED,
          Category.RATE_LIMITED,
          Measure.NONE,
          "421 4.7.0 slow down"));
    }
    // Held back by the guard: one row of review.csv, that of the address.
    files.bounce(Rows.failed(
        ++n, "guarded@gmail.com", Category.INVALID_RECIPIENT, Measure.REVIEW, "550 5.1.1 unknown"));
    files.bounce(
        Rows.failed(++n, "odd@example.org", Category.UNDETERMINED, Measure.REVIEW, "554 no"));
    files.bounce(Rows.failed(++n, null, Category.MAILBOX_FULL, Measure.COUNT, "452 full"));
    files.bounce(Rows.row(++n, "gone1@example.com", Event.COMPLAINT, null, Measure.SUPPRESS, null));
    files.bounce(
        Rows.row(++n, "away@example.com", Event.AUTO_REPLY, null, Measure.NONE, "I am away"));
    files.bounce(Rows.row(++n, null, Event.NOT_A_REPORT, null, Measure.NONE, "an advertisement"));
    files.bounce(Rows.row(++n, null, Event.UNPARSABLE, null, Measure.REVIEW, "too many parts"));
    for (int i = 0; i < 3; i++) {
      files.suppression(Rows.suppression("careful" + i + "@example.net", State.HELD), true);
      files.contact(new Contact(
          "careful" + i + "@example.net",
          Category.RECIPIENT_RESTRICTED,
          "allow_list",
          2,
          Rows.AT,
          Rows.AT,
          "550 5.5.5 Message not delivered to user without prior approval",
          "mx.example.net",
          new Identity(
              "team@news.example", "b+1@esp.example", "192.0.2.1", List.of("news.example")),
          null,
          List.of()));
    }
    for (int i = 0; i < 40; i++) {
      files.suppression(Rows.suppression("gone" + i + "@example.com", State.ACTIVE), true);
    }
    files.suppression(Rows.suppression("old@example.com", State.ACTIVE), false);
    files.suppression(Rows.suppression("jürgen@example.com", State.ACTIVE), false);
    files.suppression(Rows.suppression("back@example.com", State.RELEASED), true);
    files.suppression(Rows.suppression("long-back@example.com", State.RELEASED), false);
    files.suppression(Rows.suppression("guarded@gmail.com", State.REVIEW), true);
    files.guard(new GuardEvent(
        DAY, "google", null, null, 5000, 8, 50, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
    files.claim(new ClaimJudge(new Claim(2, "example.net", DAY, "IT", "news.example", "")).judge());
    files.broken(new BrokenLine("claims.csv", 7, "claimed_on 'x' is no date"));
  }

  private Path run(String name) throws IOException {
    try (RunFiles files = RunFiles.open(setting(name))) {
      fill(files);
      return files.commit(info(name));
    }
  }

  @Test
  void the_files_of_a_run_add_up() throws IOException {
    Path folder = run("r1");
    List<CSVRecord> bounces = csv(folder.resolve("bounces.csv"));
    List<CSVRecord> domains = csv(folder.resolve("domains.csv"));
    List<CSVRecord> actions = csv(folder.resolve("sender-actions.csv"));

    assertThat(bounces).hasSize(68);
    assertThat(sum(csv(folder.resolve("summary.csv")), "count")).isEqualTo(68);
    assertThat(sum(domains, "failed")
            + sum(domains, "delayed")
            + sum(domains, "complaints")
            + sum(domains, "other"))
        .isEqualTo(68);
    for (CSVRecord domain : domains) {
      long classes = 0;
      for (String column :
          List.of("hard", "soft", "block", "restricted", "sender", "undetermined")) {
        classes += Long.parseLong(domain.get(column));
      }
      assertThat(Long.parseLong(domain.get("failed"))).isEqualTo(classes);
    }
    assertThat(sum(actions, "count")).isEqualTo(14);
    assertThat(sum(actions, "failed")).isEqualTo(count(bounces, "class", "block"));

    Set<String> active = column(folder.resolve("suppressions/suppressions.csv"), "address");
    Set<String> fresh = column(folder.resolve("suppressions/new.csv"), "address");
    Set<String> held = column(folder.resolve("suppressions/holds.csv"), "address");
    assertThat(active).hasSize(42).containsAll(fresh).doesNotContainAnyElementsOf(held);
    assertThat(fresh).hasSize(40).doesNotContain("old@example.com");
    Set<String> importable = new TreeSet<>(active);
    importable.remove("jürgen@example.com");
    assertThat(Files.readAllLines(folder.resolve("suppressions/plain.txt")))
        .hasSameElementsAs(importable);
    assertThat(Files.readAllLines(folder.resolve("suppressions/plain-new.txt")))
        .hasSameElementsAs(fresh);
    assertThat(Files.readAllLines(folder.resolve("suppressions/amazon-ses.csv")))
        .hasSize(41);
    assertThat(column(folder.resolve("suppressions/released.csv"), "address"))
        .containsExactly("back@example.com");
    assertThat(column(folder.resolve("contact-recipients.csv"), "recipient")).isEqualTo(held);
    assertThat(csv(folder.resolve("contact-recipients.csv")))
        .allSatisfy(it -> assertThat(it.get("text_for_it"))
            .startsWith(
                "Mail from us to careful0@example.net, careful1@example.net, careful2@example.net was")
            .contains(", last with: \"550 5.5.5 Message not"));
    assertThat(csv(folder.resolve("review.csv")))
        .extracting(it -> it.get("kind"))
        .containsExactly(
            "undetermined", "set_aside", "not_importable", "guard", "guard_event", "broken_line");
    String json = Files.readString(folder.resolve("run.json"));
    assertThat(json)
        .contains(
            "\"bounces\" : 68", "\"suppressions/suppressions\" : 42", "\"suppressions/new\" : 40")
        .contains("\"failed/invalid_recipient\" : 41", "\"exit_code\" : 3", "\"review\" : 6");
  }

  @Test
  void the_header_of_bounces_is_the_contract() throws IOException {
    assertThat(Files.readAllLines(run("r1").resolve("bounces.csv")).get(0))
        .isEqualTo(
            "received_at,recipient,domain,event,category,subtype,class,resolver,decision,decision_reason,"
                + "next_step,count,status,reply_code,diagnostic,rule,confidence,conflict,verified,original_recipient,"
                + "final_recipient,reporting_mta,remote_mta,original_message_id,original_subject,campaign,mailbox,uid");
  }

  @Test
  void the_same_rows_give_the_same_bytes() throws IOException {
    Path first = run("r1");
    Path second = run("r1");

    for (String name : FILES) {
      assertThat(second.resolve(name)).as(name).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @Test
  void the_second_run_of_a_day_gets_a_number_and_latest_leads_to_it() throws IOException {
    assertThat(run("r1")).isEqualTo(output.resolve("2026-06-01"));
    assertThat(run("r2")).isEqualTo(output.resolve("2026-06-01-2"));
    assertThat(run("r3")).isEqualTo(output.resolve("2026-06-01-3"));

    assertThat(Files.readSymbolicLink(output.resolve("latest"))).hasToString("2026-06-01-3");
    assertThat(names(output))
        .containsExactly("2026-06-01", "2026-06-01-2", "2026-06-01-3", "latest");
    assertThat(names(output.resolve("latest"))).containsExactlyElementsOf(FILES);
  }

  @Test
  void a_run_that_was_interrupted_after_the_rename_is_found_again() throws IOException {
    Path folder = run("r1");

    assertThat(RunFiles.finished(output, "r1")).isEqualTo(folder);
    assertThat(RunFiles.finished(output, "r2")).isNull();
    assertThat(RunFiles.finished(output.resolve("missing"), "r1")).isNull();
  }

  @Test
  void nothing_is_visible_before_the_commit_and_nothing_is_left_without_it() throws IOException {
    try (RunFiles files = RunFiles.open(setting("r1"))) {
      fill(files);
      assertThat(names(output)).allMatch(it -> it.startsWith(".writing/"));
      assertThat(output.resolve("latest")).doesNotExist();
    }

    assertThat(names(output)).isEmpty();
  }

  @Test
  void what_a_killed_run_left_behind_is_removed_by_the_next() throws IOException {
    Files.createDirectories(output.resolve(".writing/suppressions"));
    Files.writeString(output.resolve(".writing/suppressions/half.csv"), "half");

    Path folder = run("r1");

    assertThat(names(folder)).containsExactlyElementsOf(FILES);
    assertThat(output.resolve(".writing")).doesNotExist();
  }

  @Test
  void files_and_folders_are_for_their_owner_alone() throws IOException {
    Path folder = run("r1");

    for (String name : FILES) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void a_run_without_news_has_all_files_with_headers_only() throws IOException {
    Path folder;
    try (RunFiles files = RunFiles.open(setting("r1"))) {
      folder = files.commit(info("r1"));
    }

    assertThat(names(folder)).containsExactlyElementsOf(FILES);
    for (String name : FILES) {
      if (name.endsWith(".csv") && !name.contains("amazon")) {
        assertThat(Files.readAllLines(folder.resolve(name))).as(name).hasSize(1);
      }
    }
  }

  @Test
  void what_the_mailing_system_knows_is_marked_and_not_news() throws IOException {
    Path known = output.resolve("known.csv");
    Files.writeString(known, "GONE3@example.com\n");
    RunFiles.Setting plain = setting("r1");
    RunFiles.Setting setting = new RunFiles.Setting(
        output.resolve("out"),
        DAY,
        "r1",
        plain.targets(),
        KnownSuppressions.read(known),
        Baseline.NONE);
    Path folder;
    try (RunFiles files = RunFiles.open(setting)) {
      fill(files);
      folder = files.commit(info("r1"));
    }

    assertThat(column(folder.resolve("suppressions/new.csv"), "address"))
        .hasSize(39)
        .doesNotContain("gone3@example.com");
    assertThat(Files.readAllLines(folder.resolve("suppressions/plain-new.txt"))).hasSize(39);
    assertThat(csv(folder.resolve("suppressions/suppressions.csv")))
        .filteredOn(it -> it.get("known").equals("true"))
        .extracting(it -> it.get("address"))
        .containsExactly("gone3@example.com");
  }

  @Test
  void a_folder_that_cannot_be_written_is_an_error_with_its_name() throws IOException {
    Path file = output.resolve("file");
    Files.writeString(file, "");
    RunFiles.Setting setting =
        new RunFiles.Setting(file, DAY, "r1", List.of(), KnownSuppressions.NONE, Baseline.NONE);

    assertThatThrownBy(() -> RunFiles.open(setting))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file");
  }

  @Test
  void text_from_strangers_stays_one_harmless_cell() throws IOException {
    List<String> replies = List.of(
        "=HYPERLINK(\"http://evil.example\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        "two\r\nlines, a comma and a \"quote\"",
        "nul \0 and bell \7",
        "lone surrogate \uD800 end",
        "Empfänger unbekannt 宛先 \uD83D\uDE00",
        "＝1");
    Path folder;
    try (RunFiles files = RunFiles.open(setting("r1"))) {
      for (int i = 0; i < replies.size(); i++) {
        files.bounce(Rows.failed(
            i, "=a" + i + "@example.com", Category.MAILBOX_FULL, Measure.COUNT, replies.get(i)));
      }
      folder = files.commit(info("r1"));
    }

    List<CSVRecord> rows = csv(folder.resolve("bounces.csv"));
    assertThat(rows)
        .extracting(it -> it.get("diagnostic"))
        .containsExactly(
            "'=HYPERLINK(\"http://evil.example\")",
            "'+1",
            "'-1",
            "'@SUM(A1)",
            "' =1",
            "' =1",
            "two lines, a comma and a \"quote\"",
            "nul   and bell  ",
            "lone surrogate ? end",
            "Empfänger unbekannt 宛先 \uD83D\uDE00",
            "'＝1");
    assertThat(rows).extracting(it -> it.get("recipient")).allMatch(it -> it.startsWith("'=a"));
    assertThat(Files.readAllLines(folder.resolve("bounces.csv"))).hasSize(replies.size() + 1);
    assertThat(Files.readString(folder.resolve("bounces.csv"), StandardCharsets.UTF_8))
        .doesNotStartWith("\uFEFF")
        .contains("\r\n");
  }

  private static long sum(List<CSVRecord> rows, String column) {
    return rows.stream().mapToLong(it -> Long.parseLong(it.get(column))).sum();
  }

  private static long count(List<CSVRecord> rows, String column, String value) {
    return rows.stream().filter(it -> it.get(column).equals(value)).count();
  }

  private static Set<String> column(Path file, String column) {
    Map<String, String> values = new TreeMap<>();
    csv(file).forEach(it -> values.put(it.get(column), ""));
    return values.keySet();
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

  /** All files below a folder, and its links. */
  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    Path real = folder.toRealPath();
    try (Stream<Path> paths = Files.walk(real)) {
      paths
          .filter(it -> !Files.isDirectory(it, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .map(it -> real.relativize(it).toString())
          .forEach(names::add);
    }
    boolean runs = names.stream().anyMatch(it -> it.startsWith("20"));
    return runs
        ? names.stream()
            .map(it -> it.replaceFirst("/.*", ""))
            .distinct()
            .sorted()
            .toList()
        : names.stream().sorted().toList();
  }
}
