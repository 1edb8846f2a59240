package org.bouncescan.suppress;

import java.util.Objects;
import org.bouncescan.classify.Category;
import org.jspecify.annotations.Nullable;

/**
 * A category, or one subtype of it: what a threshold is set for.
 *
 * @param subtype null for the whole category
 */
public record Kind(Category category, @Nullable String subtype) {
  public Kind {
    Objects.requireNonNull(category, "category is null");
  }

  public static Kind of(Category category) {
    return new Kind(category, null);
  }

  public static Kind of(Category category, String subtype) {
    return new Kind(category, subtype);
  }
}
