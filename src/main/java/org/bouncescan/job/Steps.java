package org.bouncescan.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.bouncescan.job.MailboxScan.ScanTotals;
import org.bouncescan.ledger.Decisions.Decided;
import org.bouncescan.ledger.Histories.Known;
import org.bouncescan.ledger.SeenMessage;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The four steps of a run: scan, decide, report, settle. */
final class Steps {
  private static final int CHUNK = 250;

  private final RunContext run;
  private final BatchWiring batch;

  Steps(RunContext run, BatchWiring batch) {
    this.run = run;
    this.batch = batch;
  }

  /** Something that is done as a whole. */
  interface Work {
    void run() throws Exception;
  }

  /** Runs all of them, or what is left of them where this run was begun before. */
  JobExecution run(Executor judges, Ends ends) throws JobExecutionException {
    return batch.run(
        run.run().id(),
        List.of(
            scan(judges), decide(), plain("report", ends::report), plain("settle", ends::settle)));
  }

  /** One partition a mailbox, so many at the same time as the job file says. */
  private Step scan(Executor judges) {
    Map<String, JobSettings.Mailbox> mailboxes = new LinkedHashMap<>();
    for (JobSettings.Mailbox mailbox : run.settings().mailboxes()) {
      mailboxes.put(mailbox.settings().name(), mailbox);
    }
    ScanTotals totals = new ScanTotals();
    SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("scan-");
    threads.setConcurrencyLimit(run.settings().parallelMailboxes());
    return new StepBuilder("scan", batch.repository())
        .partitioner("scan", size -> partitions(mailboxes))
        .step(new MailboxStep(mailbox -> scan(mailboxes.get(mailbox), judges, totals)))
        .taskExecutor(threads)
        .gridSize(mailboxes.size())
        .build();
  }

  private static Map<String, ExecutionContext> partitions(
      Map<String, JobSettings.Mailbox> mailboxes) {
    Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
    int number = 0;
    for (String name : mailboxes.keySet()) {
      ExecutionContext context = new ExecutionContext();
      context.putString(MailboxStep.MAILBOX, name);
      // A mailbox's name may be longer than a step's may be.
      partitions.put("mailbox" + number++, context);
    }
    return partitions;
  }

  private Step scan(
      JobSettings.@org.jspecify.annotations.Nullable Mailbox mailbox,
      Executor judges,
      ScanTotals totals) {
    if (mailbox == null) {
      // It was in the job file when the run began, and is not any more.
      return plain("scan", () -> {});
    }
    MailboxScan scan = new MailboxScan(run, mailbox, judges, totals);
    return new StepBuilder("scan", batch.repository())
            .<SeenMessage, SeenMessage>chunk(CHUNK)
            .transactionManager(run.ledger().transactions())
            .reader(scan)
            .writer(scan)
            .stream(scan)
            .listener((StepExecutionListener) scan)
            .build();
  }

  /** What to do with every address that the run heard of. */
  private Step decide() {
    AddressDecisions decisions = new AddressDecisions(run);
    return new StepBuilder("decide", batch.repository())
            .<Known, Decided>chunk(CHUNK)
            .transactionManager(run.ledger().transactions())
            .reader(decisions)
            .processor(decisions)
            .writer(decisions)
            .stream(decisions)
            .listener((StepExecutionListener) decisions)
            .build();
  }

  /** A step outside any transaction, which is done again from the start when it was cut off. */
  private Step plain(String name, Work work) {
    return new StepBuilder(name, batch.repository())
        .tasklet(
            (contribution, context) -> {
              StepExecution execution = contribution.getStepExecution();
              if (!run.stopping().getAsBoolean()) {
                run.ledger().requireLock();
                work.run();
              }
              if (run.stopping().getAsBoolean()) {
                execution.setTerminateOnly();
              }
              return RepeatStatus.FINISHED;
            },
            new ResourcelessTransactionManager())
        .build();
  }

  /** Builds the scan of a mailbox when its partition begins: a chunk step holds the state of one scan only. */
  private static final class MailboxStep implements Step {
    static final String MAILBOX = "mailbox";

    /** Builds the step for a mailbox. */
    interface Factory {
      Step of(String mailbox);
    }

    private final Factory factory;

    MailboxStep(Factory factory) {
      this.factory = factory;
    }

    @Override
    public String getName() {
      return "scan";
    }

    @Override
    public boolean isAllowStartIfComplete() {
      return false;
    }

    @Override
    public int getStartLimit() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
      factory.of(execution.getExecutionContext().getString(MAILBOX)).execute(execution);
    }
  }
}
