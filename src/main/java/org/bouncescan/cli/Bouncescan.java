package org.bouncescan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: reads return-path mailboxes and says for every recipient what happened and what to do next. */
@Command(
    name = "bouncescan",
    description =
        "Reads a return-path mailbox and says for every recipient what happened, why, and what to do next.",
    mixinStandardHelpOptions = true)
public final class Bouncescan implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bouncescan()).execute(args));
  }
}
