package org.bouncescan.report.target;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file for an importer, as a job file asks for it.
 *
 * @param format the name of the form, {@code amazon_ses_csv} for instance
 * @param reasons which reasons go in: causes by label, and {@code held}; empty for the form's own choice
 * @param file what the files are called, without number and extension; null for the form's own name
 */
public record TargetSettings(
    String format,
    Content content,
    List<String> reasons,
    @Nullable String file) {
  /** What goes in. */
  public enum Content {
    /** All that is active. */
    FULL,
    /** What became active in this run and the mailing system does not know. */
    NEW,
    /** One file of each. */
    BOTH;

    /**
     * Reads {@code full}, {@code new} or {@code both}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Content ofLabel(String label) {
      return switch (label) {
        case "full" -> FULL;
        case "new" -> NEW;
        case "both" -> BOTH;
        default ->
          throw new IllegalArgumentException("'" + label + "' is not one of full, new, both");
      };
    }
  }

  public TargetSettings {
    Objects.requireNonNull(format, "format is null");
    Objects.requireNonNull(content, "content is null");
    reasons = List.copyOf(reasons);
  }
}
