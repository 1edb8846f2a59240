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
  private final @Nullable Path folder;
  private final Consumer<String> warn;
  private final long most;
  private final AtomicLong bytes;

  private KeptMessages(@Nullable Path folder, Consumer<String> warn, long most, long bytes) {
    this.folder = folder;
    this.warn = warn;
    this.most = most;
    this.bytes = new AtomicLong(bytes);
  }

  /**
   * The folder of a job.
   *
   * @param folder null to keep nothing
   * @param most so many bytes; whoever wants more moves files away
   * @param warn told, once in a run, why nothing more is kept
   */
  static KeptMessages in(@Nullable Path folder, long most, Consumer<String> warn)
      throws JobException {
    if (folder == null) {
      return new KeptMessages(null, warn, 0, 0);
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new KeptMessages(folder, warn, most, size(folder));
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
    if (bytes.addAndGet(message.length) > most) {
      bytes.addAndGet(-message.length);
      warn.accept(
          folder + ": full (" + most
              + " bytes of messages); no more are kept until some are moved away or 'keep_at_most' is raised");
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
