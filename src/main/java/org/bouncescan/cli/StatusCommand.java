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
        "Shows what is suppressed, on hold and under review, what the guard holds back, how claims stand, what people"
            + " released, and the last runs.",
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
      out.println("\nNot believed by the guard; look, then 'bouncescan release " + file
          + " --guard ID --reason …' where they live, 'confirm' where they are dead:");
      for (JobStatus.GuardEvent it : status.guard()) {
        out.printf("  %s: %d addresses%n", RowWriter.printable(it.id()), it.addresses());
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
    claims(out, status);
    acts(out, status);
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

  private static void claims(PrintWriter out, JobStatus status) {
    if (!status.claims().isEmpty()) {
      out.println("\nClaims of allow-listing:");
    }
    for (JobStatus.Claim it : status.claims()) {
      Instant last = it.last();
      String refused = last == null
          ? "nothing refused since"
          : it.bounces() + " refused since, last on " + time(last) + ": " + it.likelyReason();
      out.printf(
          "  %-12s %s, claimed on %s%s, %s%n",
          it.standing(),
          it.scope(),
          it.claimedOn(),
          it.claimedBy().isEmpty() ? "" : " by " + RowWriter.printable(it.claimedBy()),
          RowWriter.printable(refused));
    }
  }

  private static void acts(PrintWriter out, JobStatus status) {
    if (!status.acts().isEmpty()) {
      out.println("\nReleased or confirmed by hand:");
    }
    for (JobStatus.Act it : status.acts()) {
      out.printf(
          "  %s %s%s, by %s: %s%n",
          time(it.at()),
          RowWriter.printable(it.subject()),
          it.addresses() > 1 ? " and " + (it.addresses() - 1) + " more" : "",
          RowWriter.printable(it.by()),
          RowWriter.printable(it.reason()));
    }
  }

  private static String time(Instant instant) {
    return MINUTES.format(instant.atZone(ZoneId.systemDefault()));
  }
}
