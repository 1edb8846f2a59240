package org.bouncescan.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
  private static final String ALPHABET = "ab \",;#!'=@-~\u007f\u0080\u00e4\u2026\u4e2d\t\r\n";

  @TempDir
  private Path folder;

  private final Random random = new Random(5);

  @Test
  void rows_are_those_of_the_library_for_all_that_strangers_may_write() throws Exception {
    Path file = folder.resolve("file.csv");
    StringWriter expected = new StringWriter();
    try (CsvFile csv = new CsvFile(file, List.of("a", "b", "c"));
        CSVPrinter library = new CSVPrinter(expected, CSVFormat.RFC4180)) {
      library.printRecord("a", "b", "c");
      for (int i = 0; i < 5_000; i++) {
        @Nullable Object[] row = {text(), text(), i % 7 == 0 ? null : (Object) i};
        Collections.shuffle(Arrays.asList(row), random);
        csv.row(row);
        for (Object cell : row) {
          library.print(cell instanceof String text ? harmless(text) : cell);
        }
        library.println();
      }
      assertThat(csv.rows()).isEqualTo(5_000);
    }

    assertThat(Files.readString(file)).isEqualTo(expected.toString());
  }

  @Test
  void a_cell_longer_than_any_before_finds_room() throws Exception {
    Path file = folder.resolve("file.csv");
    String quotes = "\"".repeat(100_000);
    try (CsvFile csv = new CsvFile(file, List.of("a", "b"))) {
      csv.row(quotes, quotes);
    }

    String cell = "\"" + quotes + quotes + "\"";
    assertThat(Files.readString(file)).isEqualTo("a,b\r\n" + cell + "," + cell + "\r\n");
  }

  private static String harmless(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
    return (formula ? "'" : "") + text.replaceAll("[\\x00-\\x1f\\x7f]+", " ");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
