package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncescan.classify.Rule;
import org.bouncescan.classify.RuleCheck;
import org.bouncescan.classify.RuleFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and tries rules. */
@Command(
    name = "rules",
    description =
        "Lists the rules, those that hold all the words given, or tries a file of your own.",
    subcommands = RulesCommand.TestCommand.class,
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--rules",
      paramLabel = "FOLDER",
      description = "A folder with rules of your own, which come first.")
  private @Nullable Path own;

  @Option(
      names = "--markdown",
      description =
          "Print the catalogue of categories and rules, with the names other systems use.")
  private boolean markdown;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description = "Words of an id, category, phrase, example or source.")
  private @Nullable List<String> words;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(Stages.rules(own).markdown());
      out.flush();
      return ExitCode.DONE;
    }
    List<Rule> found = Stages.rules(own).search(words == null ? "" : String.join(" ", words));
    for (Rule rule : found) {
      out.println(rule.id() + ": " + rule.category().label()
          + (rule.subtype() == null ? "" : " (" + rule.subtype() + ")"));
      out.println("  for example: " + rule.examples().get(0).reply().text());
      out.println("  source: " + rule.source() + "; " + rule.file() + ":" + rule.line());
    }
    out.printf("%d rules%n", found.size());
    out.flush();
    return ExitCode.DONE;
  }

  /** Tries a rule file by its own examples. */
  @Command(
      name = "test",
      description = "Tries the examples of a rule file of your own together with all other rules.",
      mixinStandardHelpOptions = true)
  static final class TestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.yml", description = "The rule file.")
    private Path file;

    @Override
    public Integer call() {
      RuleCheck check;
      try {
        check = RuleCheck.ofFile(file);
      } catch (RuleFileException e) {
        throw new CommandFailure(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
      }
      PrintWriter out = spec.commandLine().getOut();
      check.problems().forEach(it -> out.println("PROBLEM  " + it));
      check.overlaps().forEach(it -> out.println("overlap  " + it));
      out.printf(
          "%d examples, %d problems, %d overlaps%n",
          check.examples(), check.problems().size(), check.overlaps().size());
      out.flush();
      return check.problems().isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }
  }
}
