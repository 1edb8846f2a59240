package org.bouncescan.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bouncescan.job.JobException;
import org.bouncescan.job.JobResult;
import org.bouncescan.job.JobSettings;
import org.bouncescan.job.NightlyJob;
import org.bouncescan.mailbox.MailboxSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The whole job on a mail server in this process, filled from {@code samples/}. */
@Command(
    name = "demo",
    description =
        "Runs the whole job on an embedded IMAP server that holds the messages of samples/.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String PASSWORD = "demo";
  private static final String LEDGER = "ledger.db";

  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where the files go; default: target/demo.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException, JobException {
    log.apply();
    Path home = Bouncescan.home().toAbsolutePath();
    Path folder = output == null ? home.resolve("target/demo") : output.toAbsolutePath();
    clear(folder);
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.put("BOUNCESCAN_DEMO_PASSWORD", PASSWORD);
    JobFile job = JobFile.read(home.resolve("jobs/demo.yml"), environment);
    PrintWriter out = spec.commandLine().getOut();
    MailboxSettings mailbox = job.mailboxes().get(0).settings();
    try (DemoServer server = DemoServer.start(mailbox.user(), PASSWORD)) {
      int messages = server.append(home.resolve("samples"), Clock.systemUTC());
      out.printf(
          "An IMAP server on port %d holds the %d messages of samples/. Running jobs/demo.yml on it …%n",
          server.port(), messages);
      out.flush();
      NightlyJob nightly = new NightlyJob(Clock.system(ZoneId.systemDefault()));
      RunProgress progress = new RunProgress(spec.commandLine().getErr(), RunProgress.onTerminal());
      JobResult result = nightly.run(at(job.settings(), server.port(), folder), false, progress);
      progress.end();
      DemoText.print(out, result);
      out.flush();
      // the samples hold messages that nobody can read, so that a person must look: for a demo that
      // is success
      boolean shown = result.ending().exitCode() == ExitCode.DONE
          || result.ending().exitCode() == ExitCode.LOOK;
      return shown ? ExitCode.DONE : result.ending().exitCode();
    }
  }

  /** Each demo begins anew; a folder that holds something else is left alone. */
  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    if (all.size() > 1 && !Files.exists(folder.resolve(LEDGER))) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          folder + " holds something else than a demo; choose another --output");
    }
    for (Path path : all) {
      if (!path.equals(folder)) {
        Files.delete(path);
      }
    }
  }

  private static JobSettings at(JobSettings job, int port, Path folder) {
    JobSettings.Mailbox mailbox = job.mailboxes().get(0);
    MailboxSettings its = mailbox.settings();
    MailboxSettings there = new MailboxSettings(
        its.name(),
        its.host(),
        port,
        its.tls(),
        its.trustedCa(),
        its.user(),
        its.login(),
        its.folder(),
        its.timeouts(),
        its.fetch());
    return new JobSettings(
        job.name(),
        List.of(new JobSettings.Mailbox(
            there, mailbox.all(), mailbox.byEvent(), mailbox.retentionDays())),
        1,
        job.sender(),
        job.suppression(),
        JobSettings.Output.to(folder.resolve("reports")),
        JobSettings.LedgerPlace.file(folder.resolve(LEDGER)),
        job.rules());
  }

  /** What the demo did, in plain words. */
  private static final class DemoText {
    static void print(PrintWriter out, JobResult result) {
      out.println();
      out.println("What the messages report:");
      result
          .events()
          .forEach((event, count) -> out.printf("  %5d  %s%n", count, event.replace('_', ' ')));
      out.println("Failures and delays by class:");
      result
          .classes()
          .forEach((name, count) -> out.printf("  %5d  %-10s  %s%n", count, name, meaning(name)));
      out.println(
          "Recipients to contact through another channel: they are alive, but accept approved senders only:");
      result.contacts().forEach(it -> out.println("         " + RowWriter.printable(it)));
      Path folder = result.folder();
      if (folder != null) {
        files(out, folder);
      }
      out.println(result.summary());
    }

    private static void files(PrintWriter out, Path folder) {
      out.println("The files: " + folder);
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(it -> out.println("         " + folder.relativize(it)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String meaning(String bounceClass) {
      return switch (bounceClass) {
        case "hard" -> "the address is dead: suppressed";
        case "soft" -> "a state that may pass: counted";
        case "block" -> "a decision about the sender or the message: ours to look at";
        case "restricted" -> "a decision about who may write to them: held, contact them";
        case "sender" -> "ours to fix";
        default -> "nobody can tell: for review";
      };
    }
  }
}
