package org.bouncescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.DeliveryReport;
import org.bouncescan.dsn.Limits;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReportReader;
import org.bouncescan.suppress.SuppressionPolicy;
import org.bouncescan.suppress.SuppressionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message of {@code samples/} is read as the file beside it says: NAME.expected.jsonl holds a line a recipient with
 * the fields that matter. A new sample is two files, not a Java change.
 */
class SampleTest {
  private static final Path SAMPLES = Path.of("samples");
  private static final String EXPECTED = ".expected.jsonl";
  private static final ReportReader READER = new ReportReader(Limits.DEFAULT);
  private static final Classifier CLASSIFIER =
      new Classifier(RuleBook.builtIn(), SenderIdentity.UNKNOWN);
  private static final SuppressionPolicy POLICY =
      new SuppressionPolicy(SuppressionSettings.DEFAULT);

  static List<Path> messages() throws IOException {
    try (Stream<Path> tree = Files.walk(SAMPLES)) {
      return tree.filter(it -> it.toString().endsWith(".eml")).sorted().toList();
    }
  }

  private static Path expected(Path message) {
    String name = String.valueOf(message.getFileName());
    return message.resolveSibling(name.substring(0, name.length() - ".eml".length()) + EXPECTED);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_sample_is_read_as_the_file_beside_it_says(Path message) throws IOException {
    List<Map<String, @Nullable String>> wanted = new ArrayList<>();
    for (String line : Files.readAllLines(expected(message))) {
      wanted.add(object(line));
    }
    List<Map<String, @Nullable String>> found = new ArrayList<>();
    for (Outcome outcome : CLASSIFIER.outcomes(READER.read(Files.readAllBytes(message)))) {
      found.add(row(outcome));
    }
    Comparator<Map<String, @Nullable String>> byRecipient =
        Comparator.comparing(it -> String.valueOf(it.get("recipient")));
    wanted.sort(byRecipient);
    found.sort(byRecipient);
    assertThat(wanted).isNotEmpty();
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      Map<String, @Nullable String> actual = new LinkedHashMap<>(found.get(i));
      actual.keySet().retainAll(wanted.get(i).keySet());
      assertThat(actual).isEqualTo(wanted.get(i));
    }
  }

  @Test
  void every_message_has_its_answer_and_every_answer_its_message() throws IOException {
    List<Path> messages = messages();
    List<Path> answers;
    try (Stream<Path> tree = Files.walk(SAMPLES)) {
      answers = tree.filter(it -> it.toString().endsWith(EXPECTED)).sorted().toList();
    }
    assertThat(messages).hasSizeGreaterThanOrEqualTo(50);
    assertThat(answers)
        .containsExactlyInAnyOrderElementsOf(
            messages.stream().map(SampleTest::expected).toList());
  }

  @Test
  void a_rejection_for_want_of_prior_approval_is_held_in_whatever_letter_it_comes()
      throws IOException {
    Set<String> dialects = new HashSet<>();
    for (Path message : messages()) {
      DeliveryReport report = READER.read(Files.readAllBytes(message));
      for (Outcome outcome : CLASSIFIER.outcomes(report)) {
        RecipientStatus status = outcome.status();
        String said = status == null ? null : status.diagnostic();
        if (said != null && said.contains("without prior approval")) {
          assertThat(row(outcome))
              .containsEntry("decision", "hold")
              .containsEntry("subtype", "allow_list");
          dialects.add(report.message().dialect());
        }
      }
    }
    assertThat(dialects).contains("rfc3464", "exim", "qmail");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_damaged_sample_still_gets_an_answer(Path message) throws IOException {
    byte[] whole = Files.readAllBytes(message);
    Random random = new Random(message.toString().hashCode());
    for (int i = 0; i < 40; i++) {
      byte[] damaged = damage(whole, random);
      List<Outcome> outcomes = CLASSIFIER.outcomes(READER.read(damaged));
      assertThat(outcomes).isNotEmpty();
      // the reader catches its own defects, so that a run goes on; here they must come to light
      assertThat(outcomes).noneMatch(it -> String.valueOf(it.note()).contains("the reader failed"));
    }
  }

  /** Cut, flipped, doubled or emptied somewhere. */
  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    int at = random.nextInt(whole.length);
    switch (random.nextInt(4)) {
      case 0 -> damaged = Arrays.copyOf(whole, at);
      case 1 -> {
        for (int i = 0; i < 20; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        int length = Math.min(random.nextInt(2_000), whole.length - at);
        damaged = new byte[whole.length + length];
        System.arraycopy(whole, 0, damaged, 0, at + length);
        System.arraycopy(whole, at, damaged, at + length, whole.length - at);
      }
      default -> {
        int length = Math.min(random.nextInt(500), whole.length - at);
        Arrays.fill(damaged, at, at + length, (byte) "\n:-= ".charAt(random.nextInt(5)));
      }
    }
    return damaged;
  }

  private static Map<String, @Nullable String> row(Outcome outcome) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    row.put("event", outcome.event().label());
    row.put("recipient", outcome.recipient());
    row.put("decision", POLICY.alone(outcome).label());
    row.put("dialect", outcome.message().dialect());
    RecipientStatus status = outcome.status();
    if (status != null) {
      row.put("original_recipient", status.originalRecipient());
      row.put("final_recipient", status.finalRecipient());
      row.put(
          "phase", status.phase() == null ? null : status.phase().name().toLowerCase(Locale.ROOT));
    }
    Verdict verdict = outcome.verdict();
    if (verdict != null) {
      row.put("category", verdict.category().label());
      row.put("subtype", verdict.subtype());
      row.put("class", verdict.bounceClass().label());
      row.put("conflict", Boolean.toString(verdict.conflict()));
      row.put("claimed_permanent", String.valueOf(verdict.claimedPermanent()));
      row.put(
          "resolver",
          String.join(";", verdict.resolvers().stream().map(Resolver::label).toList()));
    }
    return row;
  }

  private static Map<String, @Nullable String> object(String json) throws IOException {
    Map<String, @Nullable String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        members.put(name, value == JsonToken.VALUE_NULL ? null : parser.getText());
      }
    }
    return members;
  }
}
