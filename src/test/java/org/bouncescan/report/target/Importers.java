package org.bouncescan.report.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What each vendor's importer does with a file, by the vendor's own rules: it takes addresses, or refuses the file. */
final class Importers {
  private static final String ATEXT_ADDRESS =
      "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+\\.[a-z0-9-]+";

  /** By format: a file's text to the addresses it takes. */
  private static final Map<String, Function<String, List<String>>> ALL = Map.ofEntries(
      Map.entry("amazon_ses_csv", Importers::amazonSesCsv),
      Map.entry("amazon_ses_json", Importers::amazonSesJson),
      Map.entry("sendgrid", Importers::sendGrid),
      Map.entry("mailgun_bounces", Importers::mailgunBounces),
      Map.entry("mailgun_complaints", text -> mailgun(text, "address", "created_at")),
      Map.entry("mailgun_unsubscribes", Importers::mailgunUnsubscribes),
      Map.entry("postmark", Importers::postmark),
      Map.entry("sparkpost", Importers::sparkPost),
      Map.entry("mailchimp", text -> column(text, "Email Address")),
      Map.entry("mandrill", Importers::bareLines),
      Map.entry("klaviyo", text -> onlyColumn(text, "Email")),
      Map.entry("brevo", text -> column(text, "EMAIL")),
      Map.entry("hubspot", text -> column(text, "Email")),
      Map.entry("activecampaign", text -> column(text, "Email")),
      Map.entry("mailjet", Importers::bareLines),
      Map.entry("braze", Importers::braze),
      Map.entry("adobe_journey_optimizer", Importers::adobeJourneyOptimizer),
      Map.entry("salesforce_marketing_cloud", Importers::salesforceMarketingCloud),
      Map.entry("listmonk", Importers::listmonk),
      Map.entry("mautic", Importers::mautic),
      Map.entry("phplist", Importers::bareLines),
      Map.entry("postfix", Importers::postfix),
      Map.entry("plain", Importers::bareLines));

  private Importers() {}

  static Set<String> formats() {
    return ALL.keySet();
  }

  /** The addresses that the importer takes from a file; an assertion fails where it would refuse it. */
  static List<String> take(String format, String text) {
    return Objects.requireNonNull(ALL.get(format), format).apply(text);
  }

  /** No header; the reason is exactly BOUNCE or COMPLAINT; at most 100,000 addresses. */
  private static List<String> amazonSesCsv(String text) {
    List<CSVRecord> rows = csv(text);
    assertThat(rows).hasSizeLessThanOrEqualTo(100_000);
    assertThat(rows)
        .allMatch(row -> row.size() == 2 && Set.of("BOUNCE", "COMPLAINT").contains(row.get(1)));
    return addresses(rows);
  }

  /** One complete object a line, no array. */
  private static List<String> amazonSesJson(String text) {
    List<String> addresses = new ArrayList<>();
    for (String line : lines(text)) {
      List<String> strings = jsonStrings(line);
      assertThat(strings).hasSize(4).startsWith("emailAddress").contains("reason");
      assertThat(strings.get(3)).isIn("BOUNCE", "COMPLAINT");
      addresses.add(strings.get(1));
    }
    return addresses;
  }

  /** The first column; an address in quotes is refused. */
  private static List<String> sendGrid(String text) {
    List<String> lines = lines(text);
    assertThat(lines.get(0)).isEqualTo("email");
    assertThat(text).doesNotContain("\"");
    return lines.subList(1, lines.size());
  }

  private static List<String> mailgunBounces(String text) {
    List<CSVRecord> rows = withHeader(text, "address", "code", "error", "created_at");
    rows.forEach(row -> {
      assertThat(Integer.parseInt(row.get("code"))).isBetween(400, 599);
      rfc2822(row.get("created_at"));
    });
    return addresses(rows);
  }

  private static List<String> mailgun(String text, String... header) {
    List<CSVRecord> rows = withHeader(text, header);
    rows.forEach(row -> rfc2822(row.get("created_at")));
    return addresses(rows);
  }

  private static List<String> mailgunUnsubscribes(String text) {
    List<CSVRecord> rows = withHeader(text, "address", "tags", "created_at");
    rows.forEach(row -> {
      assertThat(row.get("tags")).isEqualTo("*");
      rfc2822(row.get("created_at"));
    });
    return addresses(rows);
  }

  /** Request bodies of at most fifty. */
  private static List<String> postmark(String text) {
    List<String> all = new ArrayList<>();
    for (String body : lines(text)) {
      List<String> strings = new ArrayList<>(jsonStrings(body));
      assertThat(strings.remove(0)).isEqualTo("Suppressions");
      assertThat(strings.size()).isLessThanOrEqualTo(100);
      for (int i = 0; i < strings.size(); i += 2) {
        assertThat(strings.get(i)).isEqualTo("EmailAddress");
        all.add(strings.get(i + 1));
      }
    }
    return all;
  }

  /**
   * Header required and case-sensitive; the type is one of two, an address blocked for all mail has both, and the
   * description stands in quotes.
   */
  private static List<String> sparkPost(String text) {
    assertThat(lines(text).stream().skip(1))
        .allMatch(it -> it.matches("[^,]+,(non_)?transactional,\".*\""));
    Set<String> all = new LinkedHashSet<>();
    Set<String> rows = new HashSet<>();
    for (CSVRecord row : withHeader(text, "recipient", "type", "description")) {
      assertThat(row.get("type")).isIn("transactional", "non_transactional");
      assertThat(rows.add(row.get("recipient") + row.get("type"))).isTrue();
      all.add(row.get("recipient"));
    }
    return List.copyOf(all);
  }

  /** Request bodies of at most fifty. */
  private static List<String> braze(String text) {
    List<String> all = new ArrayList<>();
    for (String body : lines(text)) {
      List<String> strings = new ArrayList<>(jsonStrings(body));
      assertThat(strings.remove(0)).isEqualTo("email");
      assertThat(strings).hasSizeLessThanOrEqualTo(50);
      all.addAll(strings);
    }
    return all;
  }

  /** Column names as they are, comments in ASCII 32 to 126, at most 1 MB. */
  private static List<String> adobeJourneyOptimizer(String text) {
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1_000_000);
    List<CSVRecord> rows = withHeader(text, "TYPE", "VALUE", "COMMENT");
    assertThat(rows)
        .allMatch(row -> row.get("TYPE").equals("EMAIL") && row.get("COMMENT").matches("[ -~]*"));
    return rows.stream().map(row -> row.get("VALUE")).toList();
  }

  private static List<String> salesforceMarketingCloud(String text) {
    List<CSVRecord> rows = withHeader(text, "Email Address", "Date Added");
    rows.forEach(row -> java.time.LocalDate.parse(row.get("Date Added")));
    return addresses(rows);
  }

  /** Go's csv reader: a header in lower case, no bare quote in a plain field; attributes are a JSON object. */
  private static List<String> listmonk(String text) {
    List<CSVRecord> rows = withHeader(text, "email", "name", "attributes");
    rows.forEach(row -> {
      assertThat(jsonStrings(row.get("attributes"))).contains("bounce", "cause");
      assertThat(row.get("email")).isEqualTo(row.get("email").toLowerCase(Locale.ROOT));
    });
    return addresses(rows);
  }

  /** An empty cell would take the mark off again. */
  private static List<String> mautic(String text) {
    List<CSVRecord> rows = withHeader(text, "email", "doNotEmail");
    assertThat(rows).allSatisfy(row -> assertThat(row.get("doNotEmail")).isEqualTo("1"));
    return addresses(rows);
  }

  /** access(5): pattern, whitespace, action; a line that begins with whitespace continues, one with # is a comment. */
  private static List<String> postfix(String text) {
    List<String> all = new ArrayList<>();
    for (String line : lines(text)) {
      assertThat(line).doesNotStartWith("#").doesNotStartWith(" ");
      String[] parts = line.split("\\s+", 2);
      assertThat(parts[0]).isEqualTo(parts[0].toLowerCase(Locale.ROOT));
      assertThat(parts[1]).startsWith("REJECT ");
      all.add(parts[0]);
    }
    return all;
  }

  private static List<String> bareLines(String text) {
    List<String> lines = lines(text);
    assertThat(lines).allSatisfy(line -> assertThat(line).matches(ATEXT_ADDRESS));
    return lines;
  }

  private static List<String> onlyColumn(String text, String header) {
    assertThat(csv(text)).allSatisfy(row -> assertThat(row.size()).isEqualTo(1));
    return column(text, header);
  }

  private static List<String> column(String text, String header) {
    return addresses(withHeader(text, header));
  }

  private static List<CSVRecord> withHeader(String text, String... header) {
    assertThat(text).doesNotStartWith("\uFEFF").startsWith(String.join(",", header) + "\n");
    try (CSVParser parser = CSVFormat.RFC4180
        .builder()
        .setHeader(header)
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text))) {
      List<CSVRecord> rows = parser.getRecords();
      assertThat(rows).allMatch(CSVRecord::isConsistent);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<CSVRecord> csv(String text) {
    try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(text))) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> addresses(List<CSVRecord> rows) {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  private static List<String> lines(String text) {
    assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
  }

  private static void rfc2822(String date) {
    assertThat(date).endsWith(" UTC");
    ZonedDateTime.parse(
        date.replace(" UTC", " +0000"),
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH));
  }

  /** All names and strings of a JSON text, in order; fails where it is no JSON. */
  private static List<String> jsonStrings(String json) {
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            || parser.currentToken() == JsonToken.FIELD_NAME) {
          strings.add(parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return strings;
  }
}
