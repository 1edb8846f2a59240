package org.bouncescan.cli;

/** A job file is wrong: {@code file:line: what, and the cure}. */
final class JobFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobFileException(String file, int line, String message) {
    super(file + ":" + line + ": " + message);
  }

  JobFileException(String file, String message) {
    super(file + ": " + message);
  }
}
