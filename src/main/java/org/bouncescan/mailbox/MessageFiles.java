package org.bouncescan.mailbox;

import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Messages in files: single ones, folders (recursive), Maildir, mbox, and standard input. Holds one
 * message at a time in memory.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MessageFiles {
  private final int maxMessageBytes;

  public MessageFiles(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Reads every path in the order given; folders in the order of their names.
   *
   * @param paths files and folders; {@code -} is standard input
   */
  public void read(List<String> paths, InputStream standardInput, Consumer<MessageSource> sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return "MessageFiles[" + maxMessageBytes + "]";
  }
}
