package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncescan.dsn.Limits;
import org.bouncescan.mailbox.MessageFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Reads messages from files and says what they report; no mailbox, no ledger. */
@Command(
    name = "parse",
    description = "Reads .eml files, folders, Maildir or mbox and says what each message reports.",
    mixinStandardHelpOptions = true)
final class ParseCommand implements Callable<Integer> {
  /** How the answers are written. */
  enum Format {
    TEXT,
    JSONL,
    CSV
  }

  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "text, jsonl (one object a recipient) or csv; default: text.")
  private Format format;

  @Option(
      names = "--rules",
      paramLabel = "FOLDER",
      description = "A folder with rules of your own, which come first.")
  private @Nullable Path rules;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders (recursive); - is standard input.")
  private List<String> paths;

  @Override
  public Integer call() {
    log.apply();
    for (String path : paths) {
      if (!path.equals("-") && !Files.isReadable(Path.of(path))) {
        throw new CommandFailure(
            ExitCode.CONFIGURATION,
            path + (Files.exists(Path.of(path)) ? ": can't be read" : ": no such file or folder"));
      }
    }
    Judging judging = program.judging().with(rules);
    PrintWriter out = spec.commandLine().getOut();
    RowWriter writer = switch (format) {
      case TEXT -> RowWriter.text(out);
      case JSONL -> RowWriter.json(out);
      case CSV -> RowWriter.csv(out);
    };
    new MessageFiles(Limits.DEFAULT.messageBytes())
        .read(
            paths, program.standardInput(), source -> judging.read(source).forEach(writer::write));
    writer.finish();
    out.flush();
    return ExitCode.DONE;
  }
}
