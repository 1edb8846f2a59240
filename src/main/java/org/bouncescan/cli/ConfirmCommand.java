package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.bouncescan.job.JobException;
import org.bouncescan.job.JobMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Believes what the guard holds back. */
@Command(
    name = "confirm",
    description =
        "Believes what an event of the guard holds back: these addresses are dead, and the next run suppresses them."
            + " The opposite is 'release --guard'.",
    mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {
  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Parameters(paramLabel = "JOB.yml", description = "The job file.")
  private Path file;

  @Option(
      names = "--guard",
      required = true,
      paramLabel = "ID",
      description = "The event; 'status' shows the ID.")
  private String guard;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "How we know; kept.")
  private String reason;

  @Override
  public Integer call() throws JobException {
    log.apply();
    JobFile job = JobFile.read(file, program.environment());
    Integer held = new JobMemory(job.settings(), Clock.system(ZoneId.systemDefault()))
        .confirm(guard, reason, System.getProperty("user.name", "unknown"));
    if (held == null) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "the guard holds nothing back by '" + guard + "'; 'bouncescan status " + file
              + "' shows what it does");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d addresses are believed to be dead; the next run suppresses them%n", held);
    out.flush();
    return ExitCode.DONE;
  }
}
