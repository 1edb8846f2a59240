package org.bouncescan.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param ending how it ended; its exit code is the process's
 * @param folder the folder with the files; null where the run ended before they were written
 * @param counts by name, in the order in which people read them: {@code listed}, {@code new}, {@code set_aside}, …
 * @param events how many rows of each event, by label
 * @param categories how many rows of each category, by label
 * @param classes how many rows of each class, by label
 * @param contacts the restricted recipients to contact, in order, at most 100
 * @param warnings what a person must look at or should know, one line each
 * @param summary the run in one line of {@code key=value} pairs
 */
public record JobResult(
    Ending ending,
    @Nullable Path folder,
    Map<String, Long> counts,
    Map<String, Long> events,
    Map<String, Long> categories,
    Map<String, Long> classes,
    List<String> contacts,
    List<String> warnings,
    String summary) {
  public JobResult {
    Objects.requireNonNull(ending, "ending is null");
    Objects.requireNonNull(summary, "summary is null");
    contacts = List.copyOf(contacts);
    warnings = List.copyOf(warnings);
  }
}
