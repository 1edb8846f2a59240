package org.bouncescan.mailbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncescan.mailbox.MessageSource.Message;
import org.bouncescan.mailbox.MessageSource.Unreadable;

/**
 * Messages in files: single ones, folders (recursive), Maildir, mbox, and standard input. Holds one
 * message at a time in memory.
 */
public final class MessageFiles {
  private static final int DEEPEST = 50;
  private final int maxMessageBytes;

  /**
   * @param maxMessageBytes of a larger message only this much of its beginning is read
   */
  public MessageFiles(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Reads every path in the order given; folders in the order of their names.
   *
   * @param paths files and folders; {@code -} is standard input
   */
  public void read(List<String> paths, InputStream standardInput, Consumer<MessageSource> sink) {
    for (String path : paths) {
      if (path.equals("-")) {
        stream("-", standardInput, sink);
      } else if (Files.isDirectory(Path.of(path))) {
        folder(Path.of(path), sink, DEEPEST);
      } else {
        file(Path.of(path), sink);
      }
    }
  }

  private void folder(Path folder, Consumer<MessageSource> sink, int deepest) {
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder)) {
      entries = all.sorted().toList();
    } catch (IOException e) {
      sink.accept(new Unreadable(folder.toString(), "the folder can't be read: " + e.getMessage()));
      return;
    }
    boolean maildir =
        Files.isDirectory(folder.resolve("cur")) && Files.isDirectory(folder.resolve("tmp"));
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      if (maildir && (name.equals("tmp") || (Files.isRegularFile(entry) && isMaildirState(name)))) {
        continue; // deliveries under way, and the server's own files
      }
      if (Files.isDirectory(entry)) {
        if (deepest > 0) {
          folder(entry, sink, deepest - 1);
        }
      } else if (!name.endsWith(
          ".expected.jsonl")) { // the answers that stand beside sample messages
        file(entry, sink);
      }
    }
  }

  private static boolean isMaildirState(String name) {
    return name.startsWith("dovecot")
        || name.startsWith("maildir")
        || name.startsWith("subscriptions");
  }

  private void file(Path file, Consumer<MessageSource> sink) {
    try (InputStream in = Files.newInputStream(file)) {
      stream(file.toString(), in, sink);
    } catch (java.nio.file.NoSuchFileException e) {
      sink.accept(new Unreadable(file.toString(), "there is no such file"));
    } catch (IOException e) {
      sink.accept(new Unreadable(file.toString(), "the file can't be read: " + e.getMessage()));
    }
  }

  private void stream(String source, InputStream in, Consumer<MessageSource> sink) {
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      MboxSplitter mbox = new MboxSplitter(buffered, maxMessageBytes);
      byte[] message = mbox.next();
      if (message == null) {
        sink.accept(new Message(source, new byte[0]));
        return;
      }
      byte[] following = mbox.next();
      if (following == null) {
        sink.accept(new Message(source, message));
        return;
      }
      int number = 1;
      sink.accept(new Message(source + "#" + number, message));
      while (following != null) {
        number++;
        sink.accept(new Message(source + "#" + number, following));
        following = mbox.next();
      }
    } catch (IOException e) {
      sink.accept(new Unreadable(source, "reading failed: " + e.getMessage()));
    }
  }
}
