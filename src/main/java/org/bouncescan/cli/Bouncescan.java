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
    synopsisSubcommandLabel = "COMMAND")
public final class Bouncescan implements Runnable {
  /** What {@link PrintWriter} buffers: output is flushed at the end of a command, not line by line. */
  private static final int OUTPUT_BUFFER = 1 << 16;

  private final InputStream standardInput;

  @Spec
  private CommandSpec spec;

  Bouncescan(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /** The whole command line, reading {@code standardInput} where a command reads at all. */
  static CommandLine commandLine(InputStream standardInput) {
    return new CommandLine(new Bouncescan(standardInput))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::wrongUsage)
        .setExecutionExceptionHandler(Failures::report);
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
    CommandLine commandLine = commandLine(System.in).setOut(out).setErr(err);
    int exitCode = commandLine.execute(args);
    err.flush();
    out.flush();
    System.exit(exitCode);
  }

  private static Writer writer(FileDescriptor stream) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8),
        OUTPUT_BUFFER);
  }
}
