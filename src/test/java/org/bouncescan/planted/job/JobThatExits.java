package org.bouncescan.planted.job;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class JobThatExits {
  void leave() {
    System.exit(1);
  }
}
