package org.bouncescan.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT: the run is asked to stop where nothing is lost, and the process ends with the exit code of the run
 * instead of the JVM's.
 */
final class StopSignal {
  /** systemd sends SIGKILL after 90 seconds; the job stops after the chunk at hand, long before. */
  private static final int WAIT_SECONDS = 80;

  private static final CompletableFuture<Integer> ENDED = new CompletableFuture<>();

  private static volatile boolean isOwnProcess;

  private StopSignal() {}

  /** This JVM is here for one command: only then may a signal end it our way. */
  static void ownProcess() {
    isOwnProcess = true;
  }

  /** From now on a signal calls {@code stop}. */
  static void calls(Runnable stop) {
    if (!isOwnProcess) {
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              if (ENDED.isDone()) {
                return;
              }
              stop.run();
              Integer exitCode = ENDED
                  .completeOnTimeout(ExitCode.TRY_AGAIN, WAIT_SECONDS, TimeUnit.SECONDS)
                  .join();
              Runtime.getRuntime().halt(exitCode);
            },
            "stop-signal"));
  }

  /** The command has ended. */
  static void ended(int exitCode) {
    ENDED.complete(exitCode);
  }
}
