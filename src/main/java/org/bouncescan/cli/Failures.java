package org.bouncescan.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.job.JobException;
import org.bouncescan.mailbox.MailboxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person sees when something fails: one line, and the exit code that fits. {@code --debug} adds the rest. */
final class Failures {
  private Failures() {}

  static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String meant = meant(failure);
    err.println("bouncescan: " + failure.getMessage()
        + (meant == null ? "" : " (did you mean '" + meant + "'?)"));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.CONFIGURATION;
  }

  private static @Nullable String meant(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return null;
    }
    CommandLine.Model.CommandSpec command = failure.getCommandLine().getCommandSpec();
    List<String> words = new ArrayList<>(command.optionsMap().keySet());
    words.addAll(command.subcommands().keySet());
    return Spelling.closest(unmatched.getUnmatched().get(0), words);
  }

  static int report(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    command.getOut().flush();
    boolean foreseen = failure instanceof CommandFailure
        || failure instanceof JobFileException
        || failure instanceof JobException
        || failure instanceof MailboxException;
    boolean debug = parsed.originalArgs().contains("--debug");
    if (foreseen) {
      err.println("bouncescan: " + failure.getMessage());
    } else {
      err.println("bouncescan: unexpected failure: " + describe(failure)
          + (debug ? "" : " (--debug shows where)"));
    }
    if (debug) {
      failure.printStackTrace(err);
    }
    return exitCode(failure);
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandFailure known) {
      return known.exitCode();
    }
    if (failure instanceof JobFileException) {
      return ExitCode.CONFIGURATION;
    }
    if (failure instanceof JobException job) {
      return job.ending().exitCode();
    }
    return failure instanceof MailboxException mailbox ? exitCode(mailbox.kind()) : ExitCode.FAILED;
  }

  static int exitCode(MailboxException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> ExitCode.UNAVAILABLE;
      case LOGIN_REFUSED -> ExitCode.LOGIN_REFUSED;
      case CONFIGURATION -> ExitCode.CONFIGURATION;
      case TRY_AGAIN -> ExitCode.TRY_AGAIN;
    };
  }

  private static String describe(Throwable failure) {
    @Nullable String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + message.lines().findFirst().orElse("");
  }
}
