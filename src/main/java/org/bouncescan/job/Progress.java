package org.bouncescan.job;

/** Told how a run advances; may be called from several threads at once. */
public interface Progress {
  /** Tells nobody. */
  Progress SILENT = new Progress() {};

  /** The parts of a run, in their order. */
  enum Part {
    SCAN,
    DECIDE,
    REPORT,
    SETTLE
  }

  /**
   * So much of a part is done.
   *
   * @param done messages or addresses so far
   * @param total how many there are to do as far as known; grows while mailboxes are listed
   */
  default void advanced(Part part, long done, long total) {}

  /** Something a person should know, one line. The result repeats it. */
  default void warning(String line) {}
}
