package org.bouncescan.suppress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Addresses that took mail meanwhile, from a file of the mailing system: their counts start again. */
public final class Deliveries {
  private static final List<String> DATE_COLUMNS = List.of(
      "delivered_at", "delivered", "delivered_on", "date", "timestamp", "time", "last_delivered");

  private Deliveries() {}

  /**
   * Reads one address a line, or CSV with a header that names the address column and one like {@code delivered_at}
   * (ISO 8601, a date or a time; without an offset UTC).
   *
   * @param day when an address without a date was delivered to: the day of the file, at its start
   * @param sink address and moment of each usable line, in order of the file
   * @return lines that could not be used
   * @throws IOException where the file can't be read at all
   */
  public static List<BrokenLine> read(Path file, LocalDate day, BiConsumer<String, Instant> sink)
      throws IOException {
    List<BrokenLine> broken = new ArrayList<>();
    Instant otherwise = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    new AddressFile(file.toString(), broken::add)
        .read(file, DATE_COLUMNS, (line, address, date) -> {
          if (date == null || date.isBlank()) {
            sink.accept(address, otherwise);
            return;
          }
          Instant at = instant(date.strip());
          if (at == null) {
            broken.add(new BrokenLine(
                file.toString(),
                line,
                "'" + AddressFile.shorten(date) + "' is no date; write for instance 2026-01-31"));
          } else {
            sink.accept(address, at);
          }
        });
    return broken;
  }

  private static @Nullable Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(iso).toInstant()
          : java.time.LocalDateTime.parse(iso, DateTimeFormatter.ISO_LOCAL_DATE_TIME)
              .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
