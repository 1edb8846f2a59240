package org.bouncescan.job;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncescan.ledger.MailboxPosition;
import org.bouncescan.ledger.Mailboxes;
import org.bouncescan.ledger.SeenMessage;
import org.bouncescan.mailbox.Access;
import org.bouncescan.mailbox.MailboxException;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * The scan of one mailbox, as reader and writer of a chunk step. The work list is what the server lists minus what the
 * ledger knows, so that it does not matter where an earlier scan was cut off. A mailbox that fails ends its own scan
 * and no other: the reason is noted, and what came before it stays.
 */
final class MailboxScan
    implements ItemStreamReader<SeenMessage>, ItemWriter<SeenMessage>, StepExecutionListener {
  private final RunContext run;
  private final JobSettings.Mailbox settings;
  private final Executor judges;
  private final ScanTotals totals;
  private final Mailboxes mailboxes;

  private @Nullable StepExecution execution;
  private @Nullable MailboxPosition position;
  private @Nullable ScanPipeline pipeline;
  private @Nullable MailboxException failure;
  private long[] there = {};
  private long uidNext;
  private long listed;
  private long known;
  private boolean ended;

  /** Messages asked for of which nothing has been heard yet. */
  private long open;

  MailboxScan(RunContext run, JobSettings.Mailbox settings, Executor judges, ScanTotals totals) {
    this.run = run;
    this.settings = settings;
    this.judges = judges;
    this.totals = totals;
    this.mailboxes = run.ledger().mailboxes();
  }

  /** Messages listed and read so far, over all mailboxes of a run. */
  record ScanTotals(AtomicLong listed, AtomicLong done) {
    ScanTotals() {
      this(new AtomicLong(), new AtomicLong());
    }
  }

  @Override
  public void beforeStep(StepExecution stepExecution) {
    execution = stepExecution;
  }

  @Override
  public void open(ExecutionContext context) {
    position = mailboxes.position(settings.settings().name());
    try {
      MailFolder mailbox = run.door().open(settings.settings(), Access.READ_ONLY);
      try {
        begin(mailbox);
      } catch (MailboxException | RuntimeException e) {
        mailbox.close();
        throw e;
      }
    } catch (MailboxException e) {
      failure = e;
    }
  }

  private void begin(MailFolder mailbox) throws MailboxException {
    MailboxPosition at = Objects.requireNonNull(position);
    uidNext = mailbox.uidNext();
    if (mailboxes.isAnother(at, mailbox.uidValidity(), uidNext)) {
      if (at.uidValidity() != 0) {
        run.warn(at.name() + ": the server has numbered this mailbox anew (UIDVALIDITY "
            + at.uidValidity() + " is now " + mailbox.uidValidity() + ", UIDs begin below "
            + uidNext + "); everything in it is read again, and nothing is counted twice");
      }
      at = mailboxes.startAgain(at, mailbox.uidValidity());
      position = at;
    }
    there = mailbox.uids();
    long[] todo = mailboxes.unread(at, there);
    long floor = at.uidFloor();
    long above = Arrays.stream(there).filter(uid -> uid > floor).count();
    listed = above + Arrays.stream(todo).filter(uid -> uid <= floor).count();
    known = listed - todo.length;
    open = todo.length;
    totals.listed().addAndGet(open);
    MessageJudge judge = new MessageJudge(run, settings);
    pipeline = new ScanPipeline(
        mailbox,
        todo,
        settings.settings().fetch().connections(),
        () -> run.door().open(settings.settings(), Access.READ_ONLY),
        fetched -> fetched.stream().map(judge::judge).toList(),
        judges);
    pipeline.start();
  }

  @Override
  public @Nullable SeenMessage read() throws InterruptedException {
    SeenMessage next = next();
    ended = next == null;
    return next;
  }

  private @Nullable SeenMessage next() throws InterruptedException {
    if (failure != null || pipeline == null) {
      return null;
    }
    if (run.stopping().getAsBoolean()) {
      Objects.requireNonNull(execution).setTerminateOnly();
      return null;
    }
    try {
      SeenMessage next = pipeline.next();
      if (next != null) {
        open--;
      } else if (open != 0) {
        throw new IllegalStateException(
            settings.settings().name() + ": " + open + " messages are not accounted for");
      }
      return next;
    } catch (MailboxException e) {
      failure = e;
      return null;
    }
  }

  @Override
  public void write(Chunk<? extends SeenMessage> chunk) {
    mailboxes.record(
        run.run().id(),
        Objects.requireNonNull(position),
        List.copyOf(chunk.getItems()),
        uid -> Arrays.binarySearch(there, uid) >= 0);
    long done = totals.done().addAndGet(chunk.size());
    run.progress().advanced(Progress.Part.SCAN, done, totals.listed().get());
  }

  /**
   * Called inside the chunk's transaction just before the job repository takes part in it. How the mailbox fared is
   * written with its last chunk: after a step it would be too late, since Spring Batch calls a step complete before it
   * calls the step's listeners, and a run that is killed between the two never scans that mailbox again.
   */
  @Override
  public void update(ExecutionContext context) {
    run.ledger().lockForWriting();
    if (ended) {
      noteEnd();
    }
  }

  private void noteEnd() {
    MailboxPosition at = Objects.requireNonNull(position);
    MailboxException problem = failure;
    if (problem != null) {
      run.warn(at.name() + ": " + problem.getMessage());
    }
    mailboxes.fared(
        run.run().id(),
        at,
        listed,
        known,
        problem == null ? null : Endings.of(problem.kind()).name(),
        problem == null ? null : problem.getMessage());
    if (problem == null && !Objects.requireNonNull(execution).isTerminateOnly()) {
      mailboxes.finished(at, uidNext, there);
    }
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }
}
