package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncescan.ledger.Ledger;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.Claims;
import org.bouncescan.suppress.Deliveries;
import org.bouncescan.suppress.KnownSuppressions;
import org.bouncescan.suppress.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The files that people and mailing systems give to a run.
 *
 * @param claims who says that we are allow-listed
 * @param known what the mailing system suppresses already
 * @param deliveries file with addresses that took mail; null for none
 */
record RunInputs(
    Claims claims, KnownSuppressions known, @Nullable Path deliveries) {
  private static final int AT_ONCE = 1_000;

  /** Reads a file. */
  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  /**
   * Reads what a job names.
   *
   * @throws JobException where a file can't be read at all; broken lines are no such case
   */
  static RunInputs read(JobSettings.Suppression files, LocalDate today) throws JobException {
    Path deliveries = files.deliveries();
    if (deliveries != null) {
      read("deliveries", deliveries, file -> file);
    }
    return new RunInputs(
        claims(files, today),
        files.known() == null
            ? KnownSuppressions.NONE
            : read("known", files.known(), KnownSuppressions::read),
        deliveries);
  }

  /**
   * Reads the claims alone.
   *
   * @throws JobException where the file can't be read at all
   */
  static Claims claims(JobSettings.Suppression files, LocalDate today) throws JobException {
    return files.claims() == null
        ? Claims.NONE
        : read("claims", files.claims(), file -> Claims.read(file, today));
  }

  private static <T> T read(String key, Path file, Reader<T> reader) throws JobException {
    try {
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return reader.read(file);
      }
    } catch (IOException e) {
      throw unreadable(key, file, e);
    }
    throw unreadable(key, file, null);
  }

  private static JobException unreadable(String key, Path file, @Nullable IOException cause) {
    return new JobException(
        Ending.CONFIGURATION,
        file + ": can't be read" + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + "; create it, or take '" + key + "' out of the job file",
        cause);
  }

  /**
   * Hands the deliveries to the ledger.
   *
   * @return lines that could not be used
   */
  List<BrokenLine> importDeliveries(Ledger ledger) throws JobException {
    Path file = deliveries;
    if (file == null) {
      return List.of();
    }
    Map<String, Instant> chunk = new HashMap<>();
    try {
      LocalDate day =
          Files.getLastModifiedTime(file).toInstant().atZone(ZoneOffset.UTC).toLocalDate();
      List<BrokenLine> broken = Deliveries.read(file, day, (address, at) -> {
        chunk.merge(MailAddress.key(address), at, (a, b) -> a.isAfter(b) ? a : b);
        if (chunk.size() >= AT_ONCE) {
          ledger.decisions().delivered(chunk);
          chunk.clear();
        }
      });
      ledger.decisions().delivered(chunk);
      return broken;
    } catch (IOException e) {
      throw unreadable("deliveries", file, e);
    }
  }

  /** The lines of the claims and of the known addresses that could not be used. */
  List<BrokenLine> broken() {
    List<BrokenLine> broken = new ArrayList<>(claims.broken());
    broken.addAll(known.broken());
    return broken;
  }
}
