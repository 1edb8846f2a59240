package org.bouncescan.suppress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  public Claims {
    claims = List.copyOf(claims);
    broken = List.copyOf(broken);
  }

  /**
   * Reads a claims file: CSV in UTF-8 with the header of {@link #COLUMNS}, of which the last three may be missing.
   * Lines that start with {@code #} are comments; a line that can't be used costs no other.
   *
   * @param today a claim from a later day is an error
   * @throws IOException where the file can't be read at all
   */
  public static Claims read(Path file, LocalDate today) throws IOException {
    String name = file.toString();
    List<Claim> claims = new ArrayList<>();
    List<BrokenLine> broken = new ArrayList<>();
    Map<String, Integer> columns = null;
    try (CsvLines lines = new CsvLines(file)) {
      for (CsvLines.Row row = lines.next(); row != null; row = lines.next()) {
        if (row.problem() != null) {
          broken.add(new BrokenLine(name, row.number(), row.problem()));
        } else if (columns == null) {
          columns = positions(row);
          if (!columns.containsKey("scope") || !columns.containsKey("claimed_on")) {
            broken.add(new BrokenLine(
                name,
                row.number(),
                "the first line must be the header " + String.join(",", COLUMNS)));
            break;
          }
        } else {
          read(row, new Place(name, row.number()), columns, today, claims, broken);
        }
      }
    }
    return new Claims(claims, broken);
  }

  private static Map<String, Integer> positions(CsvLines.Row header) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < header.cells().size(); i++) {
      positions.putIfAbsent(header.cell(i).strip().toLowerCase(Locale.ROOT), i);
    }
    return positions;
  }

  private record Place(String file, long line) {
    BrokenLine broken(String problem) {
      return new BrokenLine(file, line, problem);
    }
  }

  private static void read(
      CsvLines.Row record,
      Place place,
      Map<String, Integer> columns,
      LocalDate today,
      List<Claim> claims,
      List<BrokenLine> broken) {
    String scope = scope(cell(record, columns, "scope"));
    if (scope == null) {
      broken.add(place.broken(record.unusable("scope '"
          + AddressFile.shorten(cell(record, columns, "scope"))
          + "' is neither an address nor a domain")));
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

  private static String cell(CsvLines.Row record, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    return column == null ? "" : record.cell(column).strip();
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
