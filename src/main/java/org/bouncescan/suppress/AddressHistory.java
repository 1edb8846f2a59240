package org.bouncescan.suppress;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything the ledger remembers of one address: all that a decision about it depends on.
 *
 * @param incidents what messages reported, in order of receipt
 * @param current the suppression in force or last released; null where there never was one
 * @param delivered the last moment at which mail is known, from an imported file, to have been taken; null when none
 * @param releasedThrough evidence with an id up to this one was released and never counts again; 0 when none was
 * @param claimed since when somebody claims that we are allow-listed here; null where nobody does
 * @param guarded the guard's open events: what is not believed until confirmed
 */
public record AddressHistory(
    List<Incident> incidents,
    @Nullable Suppression current,
    @Nullable Instant delivered,
    long releasedThrough,
    @Nullable Instant claimed,
    List<GuardEvent> guarded) {
  /** More incidents of one address than these latest ones change nothing, and are passed over. */
  static final int MOST = 1_000;

  private static final Comparator<Incident> RECEIPT =
      Comparator.comparing(Incident::receivedAt).thenComparingLong(Incident::id);

  public AddressHistory {
    Objects.requireNonNull(incidents, "incidents is null");
    incidents = incidents.stream()
        .sorted(RECEIPT)
        .skip(Math.max(0, incidents.size() - MOST))
        .toList();
    guarded = List.copyOf(guarded);
  }

  /** A history of incidents alone. */
  public static AddressHistory of(List<Incident> incidents) {
    return new AddressHistory(incidents, null, null, 0, null, List.of());
  }
}
