package org.bouncescan.bench;

import java.util.List;
import org.bouncescan.classify.Classifier;
import org.bouncescan.classify.Reply;
import org.bouncescan.classify.Rule;
import org.bouncescan.classify.RuleBook;
import org.bouncescan.classify.SenderIdentity;
import org.bouncescan.classify.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Replies a second, one thread, over the examples of all rules: each judged before, and each new. */
@State(Scope.Thread)
public class JudgingBenchmark {
  private final Classifier classifier =
      new Classifier(RuleBook.builtIn(), SenderIdentity.of(List.of(), List.of()));
  private final List<Reply> replies = RuleBook.builtIn().rules().stream()
      .flatMap(rule -> rule.examples().stream().map(Rule.Example::reply))
      .toList();
  private int next;
  private long number;

  private Reply reply() {
    next = next + 1 < replies.size() ? next + 1 : 0;
    return replies.get(next);
  }

  @Benchmark
  public Verdict judgedBefore() {
    return classifier.judge(reply());
  }

  @Benchmark
  public Verdict judgedForTheFirstTime() {
    Reply it = reply();
    // A word of its own, in letters only: digits are masked before replies are compared.
    return classifier.judge(new Reply(
        it.text() + " " + word(number++),
        it.status(),
        it.replyCode(),
        it.phase(),
        it.remoteHost(),
        it.recipient()));
  }

  private static String word(long number) {
    StringBuilder word = new StringBuilder("w");
    for (long left = number; left > 0; left /= 26) {
      word.append((char) ('a' + left % 26));
    }
    return word.toString();
  }
}
