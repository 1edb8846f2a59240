package org.bouncescan.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.bouncescan.job.Progress;

/** How a run advances: a bar on a terminal, and warnings as lines of their own everywhere. */
final class RunProgress implements Progress {
  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = 100_000_000;

  private final PrintWriter err;
  private final boolean bar;
  private boolean drawn;
  private long last;

  RunProgress(PrintWriter err, boolean bar) {
    this.err = err;
    this.bar = bar;
  }

  /** True where a person looks on, as the launcher found out: the JVM can't tell on all versions. */
  static boolean onTerminal() {
    return Boolean.getBoolean("bouncescan.terminal");
  }

  @Override
  public synchronized void advanced(Part part, long done, long total) {
    long now = System.nanoTime();
    if (!bar || (now - last < EVERY_NANOS && done < total)) {
      return;
    }
    last = now;
    drawn = true;
    int filled = total <= 0 ? WIDTH : (int) Math.min(WIDTH, done * WIDTH / total);
    err.printf(
        "\r%-7s [%s%s] %d of %d ",
        part.name().toLowerCase(Locale.ROOT),
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        done,
        total);
    err.flush();
  }

  @Override
  public synchronized void warning(String line) {
    end();
    err.println("bouncescan: " + RowWriter.printable(line));
  }

  /** Leaves the line of the bar. */
  synchronized void end() {
    if (drawn) {
      err.print("\r" + " ".repeat(WIDTH + 40) + "\r");
      err.flush();
      drawn = false;
    }
  }
}
