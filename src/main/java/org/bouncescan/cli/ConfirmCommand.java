package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncescan.job.JobException;
import org.bouncescan.job.JobMemory;
import org.bouncescan.job.JobStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
        "Believes what the guard holds back: these addresses are dead, and the next run suppresses them."
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

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  /** One event, or all of a day: the first run over an old list may raise many. */
  static final class Which {
    @Option(names = "--guard", paramLabel = "ID", description = "One event; 'status' shows the ID.")
    private @Nullable String guard;

    @Option(
        names = "--day",
        paramLabel = "yyyy-MM-dd",
        description = "All events of a day, the one that their IDs start with.")
    private @Nullable LocalDate day;
  }

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
    JobMemory memory = new JobMemory(job.settings(), Clock.system(ZoneId.systemDefault()));
    List<String> events = which.day == null
        ? List.of(String.valueOf(which.guard))
        : memory.status(0).guard().stream()
            .map(JobStatus.GuardEvent::id)
            .filter(it -> it.startsWith(which.day + "/"))
            .toList();
    Integer held = memory.confirm(events, reason, System.getProperty("user.name", "unknown"));
    if (held == null) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "the guard holds nothing back by '" + (which.day == null ? which.guard : which.day)
              + "'; 'bouncescan status " + file + "' shows what it does");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d addresses are believed to be dead; the next run suppresses them%n", held);
    out.flush();
    return ExitCode.DONE;
  }
}
