package org.bouncescan.mailbox;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What settling did.
 *
 * @param settled UIDs that need nothing more: done now, done before, or gone
 * @param failed UIDs still to be done, with the reason
 * @param note what the server could not do as asked, for the operator; null when nothing
 */
public record Settled(
    Set<Long> settled, Map<Long, String> failed, @Nullable String note) {
  public Settled {
    settled = Set.copyOf(settled);
    failed = Map.copyOf(failed);
  }
}
