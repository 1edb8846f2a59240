package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** A run's numbers for Prometheus' textfile collector; replaced as a whole, so that it is never read half written. */
final class Metrics {
  private Metrics() {}

  static void write(Path file, String job, JobResult result, Instant ended) throws IOException {
    String label = "job_name=\"" + job.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    StringBuilder text = new StringBuilder();
    gauge(text, "last_run_timestamp_seconds", "When the last run ended.");
    line(text, "last_run_timestamp_seconds", label, ended.getEpochSecond());
    gauge(text, "last_run_exit_code", "What the last run ended with.");
    line(text, "last_run_exit_code", label, result.ending().exitCode());
    gauge(text, "last_run_count", "What the last run counted, and where addresses stand.");
    labelled(text, "last_run_count", label + ",name", result.counts());
    gauge(text, "last_run_events", "Rows of the last run by event.");
    labelled(text, "last_run_events", label + ",event", result.events());
    gauge(text, "last_run_failures", "Failures of the last run by category.");
    labelled(text, "last_run_failures", label + ",category", result.categories());
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    Path temporary = Files.createTempFile(folder, ".bouncescan", ".part");
    Files.writeString(temporary, text);
    // The collector runs as another user; there are no addresses in here.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void gauge(StringBuilder text, String name, String help) {
    text.append("# HELP bouncescan_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE bouncescan_").append(name).append(" gauge\n");
  }

  private static void labelled(
      StringBuilder text, String name, String labels, Map<String, Long> values) {
    values.forEach((key, value) -> line(text, name, labels + "=\"" + key + "\"", value));
  }

  private static void line(StringBuilder text, String name, String labels, long value) {
    text.append("bouncescan_")
        .append(name)
        .append('{')
        .append(labels)
        .append("} ")
        .append(value)
        .append('\n');
  }
}
