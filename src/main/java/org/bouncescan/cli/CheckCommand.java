package org.bouncescan.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.ImapMailbox;
import org.bouncescan.mailbox.MailboxDescription;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.Settlement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tries everything a run needs, and changes nothing. */
@Command(
    name = "check",
    description =
        "Connects, logs in, looks at folders, paths and rules, and says what a run would find; changes nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  /** Extensions that make a run faster or safer, and what goes without them. */
  private static final List<String> USEFUL =
      List.of("UIDPLUS", "MOVE", "LITERAL+", "COMPRESS=DEFLATE");

  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Parameters(paramLabel = "JOB.yml", description = "The job file.")
  private Path file;

  private int exitCode = ExitCode.DONE;

  @Override
  public Integer call() {
    log.apply();
    JobFile job = JobFile.read(file, program.environment());
    good("job file", file + ", job '" + job.name() + "', " + mailboxes(job));
    job.settings(); // names a form of file that nobody knows
    good("rules", Stages.rules(job.rules()).rules().size() + " rules");
    for (JobFile.Mailbox mailbox : job.mailboxes()) {
      checkMailbox(mailbox);
    }
    checkFolder("output", job.output().folder());
    checkParent("metrics", job.output().metrics());
    checkFolderIfSet("messages", job.output().keepMessages());
    checkParent("ledger", job.ledger().path());
    checkFile("claims", job.suppression().claims());
    checkFile("deliveries", job.suppression().deliveries());
    checkFile("known", job.suppression().known());
    if (exitCode == ExitCode.DONE) {
      out().println("All is ready for 'bouncescan run " + file + "'.");
    }
    out().flush();
    return exitCode;
  }

  private void checkMailbox(JobFile.Mailbox mailbox) {
    String name = mailbox.settings().name();
    Access access =
        mailbox.settle().all() instanceof Settlement.Nothing ? Access.READ_ONLY : Access.READ_WRITE;
    try (ImapMailbox open = ImapMailbox.open(mailbox.settings(), access)) {
      MailboxDescription is = open.describe();
      good(
          name,
          mailbox.settings().place() + "/" + mailbox.settings().folder() + ": " + is.messages()
              + " messages, UIDVALIDITY " + is.uidValidity());
      TreeSet<String> useful = new TreeSet<>(is.capabilities());
      useful.retainAll(USEFUL);
      good(
          name,
          "the server offers " + (useful.isEmpty() ? "nothing extra" : String.join(", ", useful)));
      checkSettlement(name, mailbox.settle(), is);
    } catch (MailboxException e) {
      bad(name, String.valueOf(e.getMessage()), Failures.exitCode(e.kind()));
    }
  }

  private void checkSettlement(String name, SettleSection settle, MailboxDescription is) {
    List<Settlement> all = new ArrayList<>(settle.byEvent().values());
    all.add(settle.all());
    boolean changes = all.stream().anyMatch(it -> !(it instanceof Settlement.Nothing));
    if (changes && is.readOnly()) {
      bad(
          name,
          "the server opens this folder read-only; set 'settle: {all: nothing}', or get the right to write",
          ExitCode.CONFIGURATION);
      return;
    }
    for (Settlement one : all) {
      if (one instanceof Settlement.Move move && !is.folders().contains(move.folder())) {
        good(name, "folder '" + move.folder() + "' is not there yet; a run creates it");
      }
      if (one instanceof Settlement.Keyword keyword
          && !is.keywords()
          && !is.permanentFlags().contains(keyword.keyword())) {
        bad(
            name,
            "the server can't keep the keyword " + keyword.keyword()
                + "; set 'settle: {all: move FOLDER}' or 'nothing'",
            ExitCode.CONFIGURATION);
      }
    }
  }

  private void checkFolderIfSet(String what, @Nullable Path folder) {
    if (folder != null) {
      checkFolder(what, folder);
    }
  }

  /** A folder that is there must be writable; one that is not, its nearest parent that is. */
  private void checkFolder(String what, Path folder) {
    Path nearest = folder;
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      bad(what, nearest + " is no folder", ExitCode.CONFIGURATION);
    } else if (!Files.isWritable(nearest)) {
      bad(what, nearest + " can't be written by this user", ExitCode.CONFIGURATION);
    } else {
      good(what, folder + (nearest.equals(folder) ? "" : " (a run creates it)"));
    }
  }

  private void checkParent(String what, @Nullable Path path) {
    if (path != null && path.getParent() != null) {
      if (Files.exists(path) && !Files.isWritable(path)) {
        bad(what, path + " can't be written by this user", ExitCode.CONFIGURATION);
      } else {
        checkFolder(what, path.getParent());
      }
    }
  }

  private void checkFile(String what, @Nullable Path path) {
    if (path == null) {
      return;
    }
    if (Files.isReadable(path)) {
      good(what, path.toString());
    } else {
      bad(
          what,
          path + (Files.exists(path) ? " can't be read by this user" : ": no such file"),
          ExitCode.CONFIGURATION);
    }
  }

  private void good(String what, String finding) {
    out().printf("ok       %s: %s%n", what, RowWriter.printable(finding));
  }

  /** The first failure that is about a server decides the exit code, else the first of all. */
  private void bad(String what, String finding, int code) {
    out().printf("PROBLEM  %s: %s%n", what, RowWriter.printable(finding));
    if (exitCode == ExitCode.DONE || exitCode == ExitCode.CONFIGURATION) {
      exitCode = code;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String mailboxes(JobFile job) {
    int n = job.mailboxes().size();
    return n == 1 ? "1 mailbox" : n + " mailboxes";
  }
}
