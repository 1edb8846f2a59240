package org.bouncescan.job;

/** How a run ended, for cron and monitoring. */
public enum Ending {
  /** Everything was done. */
  DONE(0),
  /** Something happened that nobody foresaw. */
  FAILED(1),
  /** A setting, path or ledger can't be used as it is. */
  CONFIGURATION(2),
  /** Done, and a person must look: the guard holds something back, or messages were set aside. */
  LOOK(3),
  /** A mailbox can't be reached. */
  UNREACHABLE(69),
  /** Another run holds the lock, or this one was stopped early; the next run goes on from here. */
  TRY_AGAIN(75),
  /** A mailbox refused the login. */
  LOGIN_REFUSED(77);

  private final int exitCode;

  Ending(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
