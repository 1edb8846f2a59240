package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bouncescan.ledger.LedgerCopy;
import org.bouncescan.ledger.LedgerPlace;

/** A copy of the ledger for a run that must change nothing; gone when it is closed. */
final class DryRun implements AutoCloseable {
  private final Path folder;

  private DryRun(Path folder) {
    this.folder = folder;
  }

  static DryRun copyOf(LedgerPlace ledger, String job) throws JobException {
    DryRun copy;
    try {
      copy = new DryRun(Files.createTempDirectory("bouncescan-dry-run"));
    } catch (IOException e) {
      throw new JobException(
          Ending.CONFIGURATION, "a copy of the ledger can't be made (" + e.getMessage() + ")", e);
    }
    try {
      LedgerCopy.copy(ledger, job, copy.path());
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private Path path() {
    return folder.resolve("ledger.db");
  }

  LedgerPlace place() {
    return new LedgerPlace.SqliteFile(path());
  }

  @Override
  public void close() {
    deleteTree(folder);
  }

  /** Deletes a folder of ours, as far as it can be deleted. */
  static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path it : deepestFirst) {
        Files.deleteIfExists(it);
      }
    } catch (IOException e) {
      // The system clears its temporary folder some day.
      return;
    }
  }
}
