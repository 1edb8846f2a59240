package org.bouncescan.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Event;
import org.jspecify.annotations.Nullable;

/** domains.csv: how each recipient domain treats us. */
final class Domains {
  static final List<String> COLUMNS = List.of(
      "domain",
      "provider",
      "failed",
      "hard",
      "soft",
      "block",
      "restricted",
      "sender",
      "undetermined",
      "delayed",
      "complaints",
      "other",
      "top_reply",
      "top_reply_count");

  /** More kinds of replies than this are not told apart for one domain. */
  private static final int REPLIES_KEPT = 8;

  // Where counts stand in a line, in the order of the columns; failures come before DELAYED.
  private static final int HARD = 0;
  private static final int SOFT = 1;
  private static final int BLOCK = 2;
  private static final int RESTRICTED = 3;
  private static final int SENDER = 4;
  private static final int UNDETERMINED = 5;
  private static final int DELAYED = 6;
  private static final int COMPLAINTS = 7;
  private static final int OTHER = 8;

  private static final class Line {
    private final int[] counts = new int[OTHER + 1];
    private @Nullable String provider;
    private final List<Reply> replies = new ArrayList<>(1);

    int failed() {
      int failed = 0;
      for (int i = 0; i < DELAYED; i++) {
        failed += counts[i];
      }
      return failed;
    }
  }

  private static final class Reply {
    private final String text;
    private int count = 1;

    Reply(String text) {
      this.text = text;
    }
  }

  private final Map<String, Line> lines = new HashMap<>();
  private final Texts texts = new Texts();

  void add(BounceRow row) {
    Line line = lines.computeIfAbsent(row.domain(), domain -> new Line());
    line.counts[column(row)]++;
    if (line.provider == null && row.provider() != null) {
      line.provider = texts.shared(row.provider());
    }
    String text = row.maskedText();
    if (row.event() == Event.FAILED && text != null && !text.isEmpty()) {
      count(line, text);
    }
  }

  private void count(Line line, String text) {
    for (Reply reply : line.replies) {
      if (reply.text.equals(text)) {
        reply.count++;
        return;
      }
    }
    if (line.replies.size() < REPLIES_KEPT) {
      line.replies.add(new Reply(texts.shared(text)));
    }
  }

  private static int column(BounceRow row) {
    return switch (row.event()) {
      case FAILED -> column(row.bounceClass() == null ? BounceClass.NONE : row.bounceClass());
      case DELAYED -> DELAYED;
      case COMPLAINT -> COMPLAINTS;
      case DELIVERED,
          UNSUBSCRIBE_REQUEST,
          AUTO_REPLY,
          CHALLENGE_RESPONSE,
          NOT_A_REPORT,
          UNPARSABLE -> OTHER;
    };
  }

  private static int column(BounceClass bounceClass) {
    return switch (bounceClass) {
      case HARD -> HARD;
      case SOFT -> SOFT;
      case BLOCK -> BLOCK;
      case RESTRICTED -> RESTRICTED;
      case SENDER -> SENDER;
      case NONE -> UNDETERMINED;
    };
  }

  /** Most failures first. */
  void write(Path path) {
    List<Map.Entry<String, Line>> ordered = new ArrayList<>(lines.entrySet());
    ordered.sort(
        Comparator.<Map.Entry<String, Line>>comparingInt(it -> -it.getValue().failed())
            .thenComparing(Map.Entry::getKey));
    try (CsvFile file = new CsvFile(path, COLUMNS)) {
      ordered.forEach(it -> write(file, it.getKey(), it.getValue()));
    }
  }

  private static void write(CsvFile file, String domain, Line line) {
    Reply top = null;
    for (Reply reply : line.replies) {
      top = top == null || reply.count > top.count ? reply : top;
    }
    int[] n = line.counts;
    file.row(
        domain.isEmpty() ? "(unknown)" : domain,
        line.provider,
        line.failed(),
        n[HARD],
        n[SOFT],
        n[BLOCK],
        n[RESTRICTED],
        n[SENDER],
        n[UNDETERMINED],
        n[DELAYED],
        n[COMPLAINTS],
        n[OTHER],
        top == null ? null : top.text,
        top == null ? null : top.count);
  }
}
