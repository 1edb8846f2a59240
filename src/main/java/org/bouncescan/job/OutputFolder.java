package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** The folder that holds a folder for every run. */
final class OutputFolder {
  private final Path folder;

  private OutputFolder(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder is null");
  }

  /**
   * The folder of a job, created where it is missing.
   *
   * @throws JobException where it can't be written: better now than after an hour of reading
   */
  static OutputFolder of(Path folder, boolean dryRun) throws JobException {
    Path used = dryRun ? folder.resolve("dry-run") : folder;
    if (dryRun) {
      // Of dry runs only the last one is kept.
      DryRun.deleteTree(used);
    }
    try {
      Files.createDirectories(used);
      Path probe = Files.createTempFile(used, ".probe", null);
      Files.delete(probe);
    } catch (IOException e) {
      throw new JobException(
          Ending.CONFIGURATION,
          used + ": the output folder can't be written (" + e.getClass().getSimpleName()
              + "); give this user the right to write there, or change 'output: folder'",
          e);
    }
    return new OutputFolder(used);
  }

  /** True where a run's folder is there already. */
  boolean exists(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  Path path() {
    return folder;
  }
}
