package org.bouncescan.job;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncescan.classify.Event;
import org.bouncescan.ledger.Decisions;
import org.bouncescan.ledger.Decisions.Decided;
import org.bouncescan.ledger.Decisions.Plain;
import org.bouncescan.ledger.Histories;
import org.bouncescan.ledger.Histories.Known;
import org.bouncescan.ledger.Suppressions;
import org.bouncescan.suppress.AddressHistory;
import org.bouncescan.suppress.Decision;
import org.bouncescan.suppress.Guard;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** The decisions of a run, as reader, processor and writer of a chunk step: one address after the other. */
final class AddressDecisions
    implements ItemStreamReader<Known>,
        ItemProcessor<Known, Decided>,
        ItemWriter<Decided>,
        StepExecutionListener {
  private final RunContext run;
  private final Decisions decisions;
  private final Suppressions suppressions;
  private final NextStanding next;
  private final Instant now;

  private @Nullable StepExecution execution;
  private @Nullable Histories histories;
  private long total;
  private long done;

  AddressDecisions(RunContext run) {
    this.run = run;
    this.decisions = run.ledger().decisions();
    this.suppressions = run.ledger().suppressions();
    // The run's first start, so that a run that was killed decides again as it would have then.
    this.now = run.run().startedAt();
    this.next = new NextStanding(run.policy(), now);
  }

  @Override
  public void beforeStep(StepExecution stepExecution) {
    execution = stepExecution;
  }

  @Override
  public void open(ExecutionContext context) {
    long id = run.run().id();
    decisions.prepare(id);
    Map<Event, Plain> plain = new EnumMap<>(Event.class);
    for (Event event : Event.values()) {
      plain.put(event, new Plain(measure(event), Reasons.withoutHistory(event)));
    }
    decisions.recordPlain(id, plain);
    List<GuardEvent> guarded = guarded();
    total = decisions.touch(id, now, basis(guarded));
    histories = decisions.histories(id, guarded);
  }

  private static Measure measure(Event event) {
    return switch (event) {
      case FAILED, UNPARSABLE -> Measure.REVIEW;
      case COMPLAINT,
          UNSUBSCRIBE_REQUEST,
          CHALLENGE_RESPONSE,
          DELAYED,
          DELIVERED,
          AUTO_REPLY,
          NOT_A_REPORT -> Measure.NONE;
    };
  }

  /** What the guard does not believe, of all days that are known; what a later day confirms is believed. */
  private List<GuardEvent> guarded() {
    Guard guard = new Guard(run.policy().settings().guard());
    List<GuardEvent> raised = guard.judge(decisions.tallies(), suppressions.releasedGuardEvents());
    suppressions.recordGuardEvents(run.run().id(), raised);
    List<GuardEvent> all = new ArrayList<>(raised);
    all.addAll(run.badDays().known(run));
    return all;
  }

  /** All that a decision depends on besides the history of an address and the time, in a few characters. */
  private String basis(List<GuardEvent> guarded) {
    StringBuilder text = new StringBuilder(Ends.version());
    text.append(run.policy().settings());
    run.inputs().claims().claims().forEach(it -> text.append(it.scope()).append(it.claimedOn()));
    guarded.forEach(it -> text.append(it.id()).append(it.from()).append(it.until()));
    byte[] hash = MessageJudge.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  @Override
  public @Nullable Known read() throws SQLException {
    if (run.stopping().getAsBoolean()) {
      Objects.requireNonNull(execution).setTerminateOnly();
      return null;
    }
    return histories == null ? null : histories.next();
  }

  @Override
  public Decided process(Known known) {
    AddressHistory found = known.history();
    AddressHistory history = new AddressHistory(
        found.incidents(),
        found.current(),
        found.delivered(),
        found.releasedThrough(),
        run.inputs().claims().since(known.address()),
        found.guarded());
    Decision decision = run.policy().decide(history, now);
    Suppression fresh = next.after(known.address(), history, decision);
    Suppression standing = fresh == null ? history.current() : fresh;
    boolean stands = standing != null && standing.state() != Suppression.State.RELEASED;
    Instant due = stands ? run.policy().due(history, Objects.requireNonNull(standing), now) : null;
    return new Decided(known.address(), decision, fresh, stands, due);
  }

  @Override
  public void write(Chunk<? extends Decided> chunk) {
    decisions.record(run.run().id(), chunk.getItems());
    done += chunk.size();
    run.progress().advanced(Progress.Part.DECIDE, done, total);
  }

  /** Called inside the chunk's transaction just before the job repository takes part in it. */
  @Override
  public void update(ExecutionContext context) {
    run.ledger().lockForWriting();
  }

  @Override
  public void close() {
    if (histories != null) {
      histories.close();
    }
  }
}
