package org.bouncescan.dsn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Dates of header fields (RFC 5322 section 3.3), as mail systems write them. */
public final class HeaderDate {
  private HeaderDate() {}

  /** The instant that {@code date} means, whatever day of the week it claims; null where it is none. */
  public static @Nullable Instant instant(@Nullable String date) {
    if (date == null) {
      return null;
    }
    int comma = date.indexOf(',');
    int comment = date.indexOf('(');
    String plain =
        date.substring(comma + 1, comment > comma ? comment : date.length()).strip();
    try {
      return ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
