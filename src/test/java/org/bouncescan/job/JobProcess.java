package org.bouncescan.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.Fetched;
import org.bouncescan.mailbox.Listed;
import org.bouncescan.mailbox.MailboxException;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settled;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.suppress.GuardSettings;
import org.bouncescan.suppress.SuppressionSettings;

/**
 * The job in a process of its own, to be killed:
 * {@code JobProcess port account settlement connections folder ledger}, where the ledger is a path, or URL, user and
 * password. Prints a line whenever something happens, so that whoever kills can choose the moment.
 */
final class JobProcess {
  private JobProcess() {}

  static JobSettings settings(
      MailboxSettings mailbox, Settlement settlement, Path folder, JobSettings.LedgerPlace ledger) {
    return new JobSettings(
        "kill",
        List.of(new JobSettings.Mailbox(mailbox, settlement, Map.of(), null)),
        1,
        new JobSettings.Sender(
            List.of("example.com"), List.of("192.0.2.10"), List.of(), null, null, null),
        new JobSettings.Suppression(
            SuppressionSettings.DEFAULT.guard(GuardSettings.DEFAULT.with(1_000, 5)),
            null,
            null,
            null,
            List.of(new JobSettings.Target("amazon_ses_csv", "both", List.of(), null))),
        JobSettings.Output.to(folder.resolve("out")),
        ledger,
        null);
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }

  public static void main(String[] args) throws Exception {
    MailboxSettings mailbox = JobHarness.over(
        GreenMailbox.settings(Integer.parseInt(args[0]), args[1], "INBOX"),
        Integer.parseInt(args[3]));
    Settlement settlement = args[2].equals("move")
        ? new Settlement.Move("Processed")
        : new Settlement.Keyword("$BounceScanned");
    NightlyJob job =
        new NightlyJob(Clock.fixed(JobHarness.NIGHT, ZoneOffset.UTC), JobProcess::talkative, null);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      job.stop();
      try {
        main.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
    say("start");
    JobSettings.LedgerPlace ledger = args.length == 6
        ? JobSettings.LedgerPlace.file(Path.of(args[5]))
        : new JobSettings.LedgerPlace(null, args[5], args[6], Secret.of(args[7]), null);
    Ending ending;
    try {
      JobResult result =
          job.run(settings(mailbox, settlement, Path.of(args[4]), ledger), false, new Progress() {
            @Override
            public void advanced(Part part, long done, long total) {
              say(part + " " + done);
            }
          });
      say(result.summary());
      ending = result.ending();
    } catch (JobException e) {
      say(String.valueOf(e.getMessage()));
      ending = e.ending();
    }
    Runtime.getRuntime().halt(ending.exitCode());
  }

  private static MailFolder talkative(MailboxSettings settings, Access access)
      throws MailboxException {
    MailFolder folder = MailFolder.imap(settings, access);
    say("open");
    return new MailFolder() {
      @Override
      public long uidValidity() {
        return folder.uidValidity();
      }

      @Override
      public long uidNext() {
        return folder.uidNext();
      }

      @Override
      public long[] uids() throws MailboxException {
        return folder.uids();
      }

      @Override
      public List<Listed> sizes(long[] uids) throws MailboxException {
        return folder.sizes(uids);
      }

      @Override
      public void fetch(List<Listed> todo, Consumer<Fetched> sink) throws MailboxException {
        int[] fetched = {0};
        folder.fetch(todo, it -> {
          if (fetched[0]++ % 10 == 0) {
            say("fetch");
          }
          sink.accept(it);
        });
      }

      @Override
      public Settled settle(Collection<Long> uids, Settlement how, boolean again)
          throws MailboxException {
        say("settle");
        Settled settled = folder.settle(uids, how, again);
        say("settled");
        return settled;
      }

      @Override
      public int expire(String name, LocalDate before) throws MailboxException {
        return folder.expire(name, before);
      }

      @Override
      public void close() {
        folder.close();
      }
    };
  }
}
