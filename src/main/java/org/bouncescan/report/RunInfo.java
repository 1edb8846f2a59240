package org.bouncescan.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A run as run.json tells it.
 *
 * @param run what names the run; the same after a restart
 * @param version the program's version
 * @param exitCode what the process will end with
 * @param counts by name
 * @param millis how long each step took
 * @param warnings what a person must look at, one line each
 */
public record RunInfo(
    String run,
    String version,
    Instant started,
    Instant finished,
    int exitCode,
    Map<String, Long> counts,
    Map<String, Long> millis,
    List<String> warnings) {
  public RunInfo {
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(version, "version is null");
    Objects.requireNonNull(started, "started is null");
    Objects.requireNonNull(finished, "finished is null");
    warnings = List.copyOf(warnings);
  }
}
