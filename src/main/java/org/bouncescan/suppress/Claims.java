package org.bouncescan.suppress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The claims file: who says that we are allow-listed.
 *
 * @param claims usable claims in the order of the file
 * @param broken lines that could not be used
 */
public record Claims(List<Claim> claims, List<BrokenLine> broken) {
  public static final Claims NONE = new Claims(List.of(), List.of());

  /** The header of the file. */
  public static final List<String> COLUMNS =
      List.of("scope", "claimed_on", "claimed_by", "identities", "note");

  private static final CSVFormat CSV = CSVFormat.RFC4180
      .builder()
      .setIgnoreSurroundingSpaces(true)
      .setLenientEof(true)
      .get();

  public Claims {
    claims = List.copyOf(claims);
    broken = List.copyOf(broken);
  }

  /**
   * Reads a claims file: CSV in UTF-8 with the header of {@link #COLUMNS}, of which the last three may be missing.
   * Lines that start with {@code #} are comments.
   *
   * @param today a claim from a later day is an error
   * @throws IOException where the file can't be read at all
   */
  public static Claims read(Path file, LocalDate today) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Claims(
          List.of(),
          List.of(new BrokenLine(file.toString(), 1, "not UTF-8; save the file as UTF-8")));
    }
    return read(file.toString(), text, today);
  }

  static Claims read(String name, String text, LocalDate today) throws IOException {
    List<Claim> claims = new ArrayList<>();
    List<BrokenLine> broken = new ArrayList<>();
    Map<String, Integer> columns = null;
    // Line by line, so that a quote that is never closed costs one line and not the rest of the
    // file.
    try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
      AddressFile.skipByteOrderMark(lines);
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        CSVRecord record = record(line);
        if (record == null) {
          broken.add(new BrokenLine(name, number, "a quote is not closed"));
        } else if (columns == null) {
          columns = AddressFile.positions(record);
          if (!columns.containsKey("scope") || !columns.containsKey("claimed_on")) {
            broken.add(new BrokenLine(
                name, number, "the first line must be the header " + String.join(",", COLUMNS)));
            break;
          }
        } else {
          read(record, new Place(name, number), columns, today, claims, broken);
        }
      }
    }
    return new Claims(claims, broken);
  }

  private record Place(String file, long line) {
    BrokenLine broken(String problem) {
      return new BrokenLine(file, line, problem);
    }
  }

  private static @Nullable CSVRecord record(String line) {
    try (CSVParser parser = CSV.parse(new StringReader(line))) {
      List<CSVRecord> records = parser.getRecords();
      boolean open = line.chars().filter(it -> it == '"').count() % 2 != 0;
      return records.isEmpty() || open ? null : records.get(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return null;
    }
  }

  private static void read(
      CSVRecord record,
      Place place,
      Map<String, Integer> columns,
      LocalDate today,
      List<Claim> claims,
      List<BrokenLine> broken) {
    String scope = scope(cell(record, columns, "scope"));
    if (scope == null) {
      broken.add(place.broken("scope '" + AddressFile.shorten(cell(record, columns, "scope"))
          + "' is neither an address nor a domain"));
      return;
    }
    String date = cell(record, columns, "claimed_on");
    LocalDate claimedOn;
    try {
      claimedOn = LocalDate.parse(date);
    } catch (DateTimeException e) {
      broken.add(place.broken("claimed_on '" + AddressFile.shorten(date)
          + "' is no date; write for instance 2026-01-31"));
      return;
    }
    if (claimedOn.isAfter(today)) {
      broken.add(place.broken("claimed_on " + claimedOn + " is in the future"));
      return;
    }
    claims.add(new Claim(
        place.line(),
        scope,
        claimedOn,
        cell(record, columns, "claimed_by"),
        cell(record, columns, "identities"),
        cell(record, columns, "note")));
  }

  private static @Nullable String scope(String text) {
    String scope = text.toLowerCase(Locale.ROOT);
    if (scope.startsWith("@")) {
      scope = scope.substring(1);
    }
    return scope.indexOf('@') > 0 ? MailAddress.normalise(scope) : MailAddress.domain(scope);
  }

  private static String cell(CSVRecord record, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    return column == null || column >= record.size() ? "" : record.get(column).strip();
  }

  /** The latest claim about an address; null where nobody claims anything. */
  public @Nullable Claim covering(String address) {
    return claims.stream()
        .filter(it -> it.covers(address))
        .max(Comparator.comparing(Claim::claimedOn))
        .orElse(null);
  }

  /** Since when mail to an address is claimed to be allowed; null where nobody claims it. */
  public @Nullable Instant since(String address) {
    Claim claim = covering(address);
    return claim == null ? null : Objects.requireNonNull(claim).since();
  }
}
