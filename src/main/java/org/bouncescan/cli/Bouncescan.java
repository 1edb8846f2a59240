package org.bouncescan.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
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
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ParseCommand.class,
      ExplainCommand.class,
      StatusCommand.class,
      ReleaseCommand.class,
      ConfirmCommand.class,
      RulesCommand.class,
      DemoCommand.class
    })
public final class Bouncescan implements Runnable {
  /** What {@link PrintWriter} buffers: output is flushed at the end of a command, not line by line. */
  private static final int OUTPUT_BUFFER = 1 << 16;

  private final InputStream standardInput;
  private final Map<String, String> environment;
  private final Judging.Factory judging;

  @Spec
  private CommandSpec spec;

  /**
   * The program.
   *
   * @param standardInput what commands read that read from standard input
   * @param environment where {@code env:NAME} in a job file is looked up
   */
  Bouncescan(InputStream standardInput, Map<String, String> environment, Judging.Factory judging) {
    this.standardInput = standardInput;
    this.environment = environment;
    this.judging = judging;
  }

  CommandLine commandLine() {
    return new CommandLine(this)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::wrongUsage)
        .setExecutionExceptionHandler(Failures::report);
  }

  Map<String, String> environment() {
    return environment;
  }

  Judging.Factory judging() {
    return judging;
  }

  InputStream standardInput() {
    return standardInput;
  }

  /** The folder that holds {@code jobs} and {@code samples}: the checkout or the unpacked distribution. */
  static Path home() {
    return Path.of(System.getProperty("bouncescan.home", "."));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(writer(FileDescriptor.out), false);
    PrintWriter err = new PrintWriter(writer(FileDescriptor.err), true);
    Bouncescan program = new Bouncescan(System.in, System.getenv(), Stages::with);
    StopSignal.ownProcess();
    int exitCode = program.commandLine().setOut(out).setErr(err).execute(args);
    if (out.checkError() && exitCode == ExitCode.DONE) {
      err.println("bouncescan: standard output can't be written");
      exitCode = ExitCode.FAILED;
    }
    err.flush();
    StopSignal.ended(exitCode);
    System.exit(exitCode);
  }

  private static Writer writer(FileDescriptor stream) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8),
        OUTPUT_BUFFER);
  }
}
