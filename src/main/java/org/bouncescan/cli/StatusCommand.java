package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.bouncescan.job.JobException;
import org.bouncescan.job.JobMemory;
import org.bouncescan.job.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the ledger of a job remembers. */
@Command(
    name = "status",
    description =
        "Shows what is suppressed, on hold and under review, what the guard holds back, and the last runs.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Most addresses and runs to name; default: 20.")
  private int limit;

  @Parameters(paramLabel = "JOB.yml", description = "The job file.")
  private Path file;

  @Override
  public Integer call() throws JobException {
    log.apply();
    JobFile job = JobFile.read(file, program.environment());
    JobStatus status =
        new JobMemory(job.settings(), Clock.system(ZoneId.systemDefault())).status(limit);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "suppressed %d, on hold %d, under review %d%n",
        status.suppressed(), status.held(), status.review());
    if (!status.guard().isEmpty()) {
      out.println("\nHeld back by the guard; look, then 'bouncescan release " + file
          + " --guard ID --reason …':");
      for (JobStatus.GuardEvent it : status.guard()) {
        out.printf(
            "  %-8s %s %s: %d addresses since %s%n",
            it.id(), it.kind(), RowWriter.printable(it.name()), it.addresses(), time(it.at()));
      }
    }
    if (!status.addresses().isEmpty()) {
      out.println("\nOn hold and under review:");
      for (JobStatus.Address it : status.addresses()) {
        out.printf(
            "  %-6s %s, last on %s: %s%n",
            it.measure(),
            RowWriter.printable(it.address()),
            time(it.lastSeen()),
            RowWriter.printable(it.reason()));
      }
    }
    out.println("\nLast runs:");
    for (JobStatus.Run it : status.runs()) {
      String end = it.ended() == null
          ? "not ended: running, or killed and to be resumed by the next run"
          : "ended " + time(it.ended()) + ", exit code " + it.exitCode();
      out.printf("  %-14s %s, %d messages, %d rows%n", it.folder(), end, it.messages(), it.rows());
    }
    if (status.runs().isEmpty()) {
      out.println("  none");
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String time(Instant instant) {
    return MINUTES.format(instant.atZone(ZoneId.systemDefault()));
  }
}
