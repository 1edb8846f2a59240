package org.bouncescan.cli;

import picocli.CommandLine.Option;

/** How much the log on standard error says. Quiet by default: cron mails whatever is printed. */
final class LogOptions {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  @Option(names = "--verbose", description = "Log what is being done, on standard error.")
  private boolean verbose;

  @Option(names = "--debug", description = "Log everything, with stack traces.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  boolean verbose() {
    return verbose || debug;
  }

  /** To be called before the first logger is made. */
  void apply() {
    if (debug) {
      System.setProperty(LEVEL, "debug");
    } else if (verbose) {
      System.setProperty(LEVEL, "info");
    }
  }
}
