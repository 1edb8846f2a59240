package org.bouncescan.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Judges SMTP replies: what each means, who can fix it, and what to do next. */
@Command(
    name = "explain",
    description =
        "Says what an SMTP reply means, who can fix it, what to do next, and which rule says so.",
    footer = {
      "",
      "Example:",
      "  bouncescan explain \"550 5.5.5 Message not delivered to user without prior approval\""
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int MAX_REPLY = 1 << 16;

  @ParentCommand
  private Bouncescan program;

  @Spec
  private CommandSpec spec;

  @Mixin
  private LogOptions log;

  @Option(names = "--jsonl", description = "One JSON object a reply.")
  private boolean jsonLines;

  @Option(
      names = "--rules",
      paramLabel = "FOLDER",
      description = "A folder with rules of your own, which come first.")
  private @Nullable Path rules;

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "Replies, each in quotes. Without any, one reply a line from standard input.")
  private @Nullable List<String> words;

  @Override
  public Integer call() throws IOException {
    log.apply();
    Judging judging = program.judging().with(rules);
    PrintWriter out = spec.commandLine().getOut();
    if (jsonLines) {
      try (JsonLines lines = new JsonLines(out)) {
        forEachReply(text -> judging.explain(text).writeTo(lines));
      }
    } else {
      forEachReply(text -> {
        if (!text.isBlank()) {
          VerdictText.print(out, judging.explain(text));
          out.println();
        }
      });
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void forEachReply(Consumer<String> sink) throws IOException {
    if (words != null && !words.isEmpty()) {
      replies(words).forEach(sink);
      return;
    }
    Reader replies = new InputStreamReader(program.standardInput(), StandardCharsets.UTF_8);
    char[] buffer = new char[1 << 16];
    StringBuilder line = new StringBuilder();
    boolean started = false;
    for (int n = replies.read(buffer); n >= 0; n = replies.read(buffer)) {
      int from = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          append(line, buffer, from, i);
          sink.accept(text(line));
          line.setLength(0);
          from = i + 1;
        }
      }
      append(line, buffer, from, n);
      started = n > 0 && buffer[n - 1] != '\n';
    }
    if (started) {
      sink.accept(text(line));
    }
  }

  /** Arguments with blanks in them are a reply each; single words are the words of one reply. */
  private static List<String> replies(List<String> words) {
    boolean quoted = words.stream().anyMatch(word -> word.strip().contains(" "));
    return quoted ? words : List.of(String.join(" ", words));
  }

  /** Of an endless line the beginning is enough. */
  private static void append(StringBuilder line, char[] buffer, int from, int to) {
    line.append(buffer, from, Math.min(to - from, Math.max(0, MAX_REPLY - line.length())));
  }

  private static String text(StringBuilder line) {
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }
}
