package org.bouncescan.dsn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463).
 *
 * @param statusClass 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999, RFC 3463 section 3
 * @param detail 0 to 999; its meaning depends on the subject
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {
  // No digit and no dot on either side: 5.1.1.10 is an address, and 5.7.129 is not 5.7.12.
  private static final Pattern IN_TEXT =
      Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![\\d]|\\.\\d)");

  public EnhancedStatusCode {
    if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
      throw new IllegalArgumentException("status class is not 2, 4 or 5: " + statusClass);
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException(
          "subject or detail is not 0 to 999: " + subject + "." + detail);
    }
  }

  /** The first code that stands in {@code text}, or null where there is none. */
  public static @Nullable EnhancedStatusCode find(CharSequence text) {
    Matcher m = IN_TEXT.matcher(text);
    return m.find()
        ? new EnhancedStatusCode(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3)))
        : null;
  }

  /** True for x.0.0, which says nothing but success or failure. */
  public boolean isGeneric() {
    return subject == 0 && detail == 0;
  }

  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
