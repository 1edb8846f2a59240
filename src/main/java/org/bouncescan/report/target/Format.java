package org.bouncescan.report.target;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What formats.yml says of an importer.
 *
 * @param name what a job file calls it
 * @param title whose importer it is
 * @param file what the files are called, without number and extension
 * @param extension of the files, with its dot
 * @param reasons which reasons go in by default
 * @param maxRows most rows of data in a file; null where the vendor names no limit
 * @param maxBytes largest file; null where the vendor names no limit
 * @param batch most addresses in a request body, one body a line; null where rows are no requests
 * @param loses what the importer forgets of what we know
 * @param how how the file is imported
 * @param source where the rules stand
 */
public record Format(
    String name,
    String title,
    String file,
    String extension,
    List<String> reasons,
    @Nullable Integer maxRows,
    @Nullable Long maxBytes,
    @Nullable Integer batch,
    String loses,
    String how,
    String source) {
  public Format {
    Objects.requireNonNull(name, "name is null");
    reasons = List.copyOf(reasons);
  }
}
