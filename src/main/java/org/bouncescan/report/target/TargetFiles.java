package org.bouncescan.report.target;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bouncescan.report.target.TargetSettings.Content;
import org.bouncescan.suppress.MailAddress;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/** The files of one configured target, written as the suppressions pass by; memory does not grow with them. */
public final class TargetFiles implements AutoCloseable {
  private final Set<String> reasons;
  private final @Nullable Parts full;
  private final @Nullable Parts fresh;

  /**
   * @param create opens a new file of this name
   * @throws IllegalArgumentException where {@link Formats#problem} finds one
   */
  public TargetFiles(TargetSettings settings, Function<String, java.io.Writer> create) {
    String problem = Formats.problem(settings);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    Format format = Objects.requireNonNull(Formats.named(settings.format()));
    this.reasons =
        new HashSet<>(settings.reasons().isEmpty() ? format.reasons() : settings.reasons());
    String name = settings.file() == null ? format.file() : settings.file();
    this.full = settings.content() == Content.NEW
        ? null
        : new Parts(format, implementation(format), name, create);
    this.fresh = settings.content() == Content.FULL
        ? null
        : new Parts(format, implementation(format), name + "-new", create);
  }

  private static ImportFormat implementation(Format format) {
    return Objects.requireNonNull(Formats.CLASSES.get(format.name()), format.name())
        .get();
  }

  /**
   * Writes an address where it belongs; nowhere where it is no address, or its reason is not wanted.
   *
   * @param isNew true where it became active in this run and the mailing system does not know it
   */
  public void add(Suppression suppression, boolean isNew) {
    boolean wanted = switch (suppression.state()) {
      case ACTIVE -> reasons.contains(suppression.cause().label());
      case HELD -> reasons.contains(Formats.HELD);
      case REVIEW, RELEASED -> false;
    };
    String address = wanted ? MailAddress.normalise(suppression.address()) : null;
    if (address == null) {
      return;
    }
    Entry entry = new Entry(address, suppression);
    if (full != null) {
      full.add(entry);
    }
    if (fresh != null && isNew) {
      fresh.add(entry);
    }
  }

  /** The names of all files written so far. */
  public List<String> names() {
    return java.util.stream.Stream.of(full, fresh)
        .filter(Objects::nonNull)
        .flatMap(it -> it.names().stream())
        .toList();
  }

  @Override
  public void close() {
    if (full != null) {
      full.close();
    }
    if (fresh != null) {
      fresh.close();
    }
  }
}
