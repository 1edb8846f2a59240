package org.bouncescan.job;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of raw messages, each named by the SHA-256 of its bytes, for those who want to look at them later. Only
 * kept when asked for, only up to a size, and never a reason for a run to fail.
 */
final class KeptMessages {
  /** More than this is not kept; whoever wants more moves files away. */
  private static final long MOST_BYTES = 2_000_000_000L;

  private final @Nullable Path folder;
  private final Consumer<String> warn;
  private final AtomicLong bytes;

  private KeptMessages(@Nullable Path folder, Consumer<String> warn, long bytes) {
    this.folder = folder;
    this.warn = warn;
    this.bytes = new AtomicLong(bytes);
  }

  /**
   * The folder of a job.
   *
   * @param folder null to keep nothing
   * @param warn told, once in a run, why nothing more is kept
   */
  static KeptMessages in(@Nullable Path folder, Consumer<String> warn) throws JobException {
    if (folder == null) {
      return new KeptMessages(null, warn, 0);
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new KeptMessages(folder, warn, size(folder));
    } catch (IOException e) {
      throw new JobException(
          Ending.CONFIGURATION,
          folder + ": messages can't be kept here (" + e.getClass().getSimpleName()
              + "); give this user the right to write, or take 'keep_messages' out of the job file",
          e);
    }
  }

  private static long size(Path folder) throws IOException {
    long[] sum = {0};
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        sum[0] += attributes.size();
        return FileVisitResult.CONTINUE;
      }
    });
    return sum[0];
  }

  void keep(byte[] sha256, byte[] message) {
    if (folder == null) {
      return;
    }
    String name = HexFormat.of().formatHex(sha256);
    Path file = folder.resolve(name.substring(0, 2)).resolve(name + ".eml");
    if (Files.exists(file)) {
      return;
    }
    if (bytes.addAndGet(message.length) > MOST_BYTES) {
      warn.accept(
          folder + ": full (2 GB of messages); nothing more is kept until some are moved away");
      return;
    }
    try {
      Path parent = Files.createDirectories(folder.resolve(name.substring(0, 2)));
      Path temporary = Files.createTempFile(parent, ".", ".part");
      Files.write(temporary, message);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      warn.accept(folder + ": messages can't be kept (" + e.getClass().getSimpleName() + ")");
    }
  }
}
