package org.bouncescan.cli;

/** Exit codes, for cron and monitoring (the higher ones are those of sysexits.h). */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  /** Wrong usage or configuration. */
  public static final int CONFIGURATION = 2;
  /** Done, and a person must look: the guard holds something back, or messages were set aside. */
  public static final int LOOK = 3;
  /** A mailbox can't be reached. */
  public static final int UNAVAILABLE = 69;
  /** Try again: another run holds the lock, or this one was stopped early and can be resumed. */
  public static final int TRY_AGAIN = 75;

  public static final int LOGIN_REFUSED = 77;

  private ExitCode() {}
}
