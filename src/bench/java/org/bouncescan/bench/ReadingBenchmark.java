package org.bouncescan.bench;

import java.io.IOException;
import java.util.List;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.dsn.DeliveryReport;
import org.bouncescan.dsn.Limits;
import org.bouncescan.dsn.ReportReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages a second, one thread: reading alone, and reading and judging. */
@State(Scope.Thread)
public class ReadingBenchmark {
  private final ReportReader reader = new ReportReader(Limits.DEFAULT);
  private final Classifier classifier =
      new Classifier(RuleBook.builtIn(), SenderIdentity.of(List.of(), List.of()));
  private List<byte[]> messages = List.of();
  private int next;

  @Setup
  public void load() throws IOException {
    messages = Corpus.messages();
  }

  private byte[] message() {
    next = next + 1 < messages.size() ? next + 1 : 0;
    return messages.get(next);
  }

  @Benchmark
  public DeliveryReport read() {
    return reader.read(message());
  }

  @Benchmark
  public List<Outcome> readAndJudge() {
    return classifier.outcomes(reader.read(message()));
  }
}
