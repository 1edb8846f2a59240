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
import org.bouncescan.job.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Undoes suppressions, holds and reviews. */
@Command(
    name = "release",
    description =
        "Releases addresses: they may be mailed again, and the same evidence does not suppress them again. Several criteria must all fit.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Parameters(paramLabel = "JOB.yml", description = "The job file.")
  private Path file;

  @Option(names = "--address", paramLabel = "ADDRESS", description = "One address.")
  private @Nullable String address;

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "All of a recipient domain.")
  private @Nullable String domain;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "All of a provider, google for instance.")
  private @Nullable String provider;

  @Option(names = "--rule", paramLabel = "ID", description = "All that a rule decided.")
  private @Nullable String rule;

  @Option(
      names = "--day",
      paramLabel = "yyyy-MM-dd",
      description = "All that was decided on a day.")
  private @Nullable LocalDate day;

  @Option(
      names = "--guard",
      paramLabel = "ID",
      description = "All that an event of the guard holds back; 'status' shows the ID.")
  private @Nullable String guard;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the release.")
  private @Nullable String reason;

  @Option(names = "--dry-run", description = "Only say which.")
  private boolean dryRun;

  @Override
  public Integer call() throws JobException {
    log.apply();
    if (address == null
        && domain == null
        && provider == null
        && rule == null
        && day == null
        && guard == null) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "release what? Name --address, --domain, --provider, --rule, --day or --guard");
    }
    if (reason == null && !dryRun) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION, "why? Add --reason \"…\": it is kept with the release");
    }
    JobFile job = JobFile.read(file, program.environment());
    Release release = new Release(
        address,
        domain,
        provider,
        rule,
        day,
        guard,
        reason == null ? "" : reason,
        System.getProperty("user.name", "unknown"));
    List<String> released = new JobMemory(job.settings(), Clock.system(ZoneId.systemDefault()))
        .release(release, dryRun);
    PrintWriter out = spec.commandLine().getOut();
    released.forEach(it -> out.println(RowWriter.printable(it)));
    out.printf("%d %s%n", released.size(), dryRun ? "would be released" : "released");
    out.flush();
    return ExitCode.DONE;
  }
}
