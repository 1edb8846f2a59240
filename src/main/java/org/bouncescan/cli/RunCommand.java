package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.bouncescan.job.Ending;
import org.bouncescan.job.JobException;
import org.bouncescan.job.JobResult;
import org.bouncescan.job.NightlyJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The nightly job. */
@Command(
    name = "run",
    description =
        "Runs the nightly job: reads what is new, decides, writes the files, settles the messages.",
    footer = {
      "",
      "Exit codes: 0 done; 2 configuration; 3 done, and a person must look;",
      "69 mailbox unreachable; 75 try again (locked, or stopped and resumable); 77 login refused."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Option(
      names = "--dry-run",
      description = "Write the files to a side folder; change neither server nor ledger.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "Print nothing unless the exit code is not 0: for cron.")
  private boolean quiet;

  @Parameters(paramLabel = "JOB.yml", description = "The job file.")
  private Path file;

  @Override
  public Integer call() throws JobException {
    log.apply();
    JobFile job = JobFile.read(file, program.environment());
    PrintWriter err = spec.commandLine().getErr();
    NightlyJob nightly = new NightlyJob(Clock.system(ZoneId.systemDefault()));
    StopSignal.calls(nightly::stop);
    RunProgress progress = new RunProgress(err, RunProgress.onTerminal() && !quiet);
    JobResult result = nightly.run(job.settings(), dryRun, progress);
    progress.end();
    PrintWriter out = spec.commandLine().getOut();
    if (!quiet || result.ending() != Ending.DONE) {
      out.println(result.summary());
      out.flush();
    }
    return result.ending().exitCode();
  }
}
