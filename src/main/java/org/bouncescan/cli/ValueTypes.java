package org.bouncescan.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.mailbox.Secret;

/** The types of values in a job file: each turns a {@link Scalar} into a value or says what is wrong with it. */
final class ValueTypes {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s?(ms|s|min|m|h|d|w)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s?(B|KB|kB|MB|GB)");

  private ValueTypes() {}

  static Duration duration(Scalar value) {
    Matcher m = DURATION.matcher(value.text());
    if (!m.matches()) {
      throw value.error(
          "'" + value.text() + "' is no time; write for instance 30s, 5m, 12h or 21d");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m", "min" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      case "w" -> Duration.ofDays(n * 7);
      default -> Duration.ofDays(n);
    };
  }

  /** A time in whole days, such as {@code 90d}. */
  static int days(Scalar value) {
    Duration duration = duration(value);
    if (!duration.equals(Duration.ofDays(duration.toDays())) || duration.toDays() > 36_500) {
      throw value.error("'" + value.text() + "' must be whole days; write for instance 30d or 52w");
    }
    return (int) duration.toDays();
  }

  /** Bytes, with decimal units: {@code 25MB} is 25,000,000. */
  static long size(Scalar value) {
    Matcher m = SIZE.matcher(value.text());
    if (!m.matches()) {
      throw value.error("'" + value.text() + "' is no size; write for instance 500KB, 25MB or 2GB");
    }
    long unit = switch (m.group(2)) {
      case "KB", "kB" -> 1_000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      default -> 1;
    };
    return Math.multiplyExact(Long.parseLong(m.group(1)), unit);
  }

  static Function<Scalar, Integer> integer(int least, int most) {
    return value -> {
      try {
        int n = Integer.parseInt(value.text());
        if (n >= least && n <= most) {
          return n;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw value.error(
          "'" + value.text() + "' must be a whole number from " + least + " to " + most);
    };
  }

  static Function<Scalar, Double> decimal(double least, double most) {
    return value -> {
      try {
        double n = Double.parseDouble(value.text());
        if (n >= least && n <= most) {
          return n;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw value.error("'" + value.text() + "' must be a number from " + least + " to " + most);
    };
  }

  static boolean flag(Scalar value) {
    return switch (value.text().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw value.error("'" + value.text() + "' must be true or false");
    };
  }

  /** One of the constants of an enum, in lower case and with '_' or '-'. */
  static <E extends Enum<E>> Function<Scalar, E> oneOf(Class<E> type) {
    return value -> {
      List<String> names = new ArrayList<>();
      for (E constant : type.getEnumConstants()) {
        String name = constant.name().toLowerCase(Locale.ROOT);
        if (name.equals(value.text().toLowerCase(Locale.ROOT).replace('-', '_'))) {
          return constant;
        }
        names.add(name);
      }
      throw notOneOf(value, names);
    };
  }

  static JobFileException notOneOf(Scalar value, List<String> names) {
    String close = Spelling.closest(value.text(), names);
    return value.error("'" + value.text() + "' is not known"
        + (close == null ? "" : " (did you mean '" + close + "'?)")
        + "; possible: " + String.join(", ", names));
  }

  /** A path; a relative one starts at the folder of the job file. */
  static Function<Scalar, Path> path(Path folder) {
    return value -> {
      String text = value.text().startsWith("~/")
          ? System.getProperty("user.home") + value.text().substring(1)
          : value.text();
      return folder.resolve(text).normalize();
    };
  }

  /** A secret, by reference: it need never stand in the file. */
  static Function<Scalar, Secret> secret(Secrets secrets) {
    return secrets::read;
  }
}
