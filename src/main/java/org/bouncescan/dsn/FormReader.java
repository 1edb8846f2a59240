package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.bouncescan.dsn.DialectDescription.Form;
import org.bouncescan.dsn.DialectDescription.ReasonPlace;
import org.bouncescan.dsn.LinePattern.Found;
import org.jspecify.annotations.Nullable;

/** Walks once over the lines of a letter and notes, by one {@link Form}, who is named and why. */
final class FormReader {
  /** Longest reason that is kept; replies are cut by their senders long before. */
  static final int LONGEST_REASON = 4_000;

  /** A recipient as it is being read. */
  static final class Entry {
    @Nullable
    String address;

    @Nullable
    String original;

    @Nullable
    String host;

    @Nullable
    SmtpPhase phase;

    final StringBuilder reason = new StringBuilder();
    boolean loose;
    String text = "";
    int line;
    private int indent;
    boolean nested; // its reason is indented further than it is

    void add(String line) {
      append(reason, line);
    }
  }

  /** A {@link Form} with its phrases as numbers of the {@link PhraseIndex}. */
  record Markers(Form form, BitSet begin, BitSet end, BitSet reasonAfter, BitSet skip) {}

  private final Markers markers;
  private final Form form;
  private final ScannedLetter letter;
  private final int limit;
  private final List<Entry> entries = new ArrayList<>();
  private final List<StringBuilder> stated = new ArrayList<>();
  private StringBuilder shared = new StringBuilder();
  private final List<String> before = new ArrayList<>();
  private @Nullable Entry current;
  private boolean open;
  private boolean collecting;
  private boolean sharing;

  FormReader(Markers markers, ScannedLetter letter, int limit) {
    this.markers = markers;
    this.form = markers.form();
    this.letter = letter;
    this.limit = limit;
    this.open = form.begin().isEmpty();
  }

  /** Reads lines 0 to {@code end}. */
  void read(int end) {
    List<String> lines = letter.letter().lines();
    for (int i = 0; i < end && entries.size() < limit; i++) {
      String line = lines.get(i);
      int indent = indent(line);
      if (indent == line.length()) {
        blank();
      } else {
        line(line.strip(), indent, i);
      }
    }
  }

  private static int indent(String line) {
    int i = 0;
    while (i < line.length()
        && (line.charAt(i) <= ' ' || line.charAt(i) == '\u3000' || line.charAt(i) == '\u00a0')) {
      i++;
    }
    return i;
  }

  private void blank() {
    if (form.place() != ReasonPlace.PARAGRAPHS) {
      collecting = false;
    }
    if (sharing && shared.length() > 0) {
      sharing = false;
    }
    before.clear();
  }

  private void line(String text, int indent, int number) {
    boolean deeper = collecting && current != null && indent > current.indent;
    if (deeper && current != null) {
      current.nested = true;
    }
    boolean begins = !deeper && stands(markers.begin(), number);
    if (begins) {
      open = true;
      collecting = false;
      sharing = false;
      current = null;
    }
    if (!begins && stands(markers.end(), number)) {
      open = form.begin().isEmpty() && entries.isEmpty();
      collecting = false;
      current = null;
    }
    if (takeShared(number) || (!begins && stands(markers.skip(), number))) {
      return;
    }
    if (open && takeOriginalOrReason(text)) {
      return;
    }
    if (open && !deeper && takeRecipient(text, indent, number)) {
      return;
    }
    if (begins) {
      return;
    }
    if (sharing) {
      if (shared.length() > 0 || saysSomething(text)) {
        append(shared, shared.length() == 0 ? trimLead(text) : text);
      }
    } else if (collecting && current != null) {
      current.add(saysSomething(text) ? text : "");
    } else if (open && form.place() == ReasonPlace.BEFORE) {
      before.add(text);
    }
  }

  private boolean takeShared(int number) {
    int marker = letter.standing(markers.reasonAfter(), number);
    if (marker < 0) {
      return false;
    }
    shared = new StringBuilder();
    stated.add(shared);
    sharing = true;
    collecting = false;
    String rest = trimLead(letter.after(marker, number));
    if (saysSomething(rest)) {
      append(shared, rest);
    }
    return true;
  }

  private static String trimLead(String rest) {
    // 'following reason' may go on as 'following reasons:'
    int i = rest.startsWith("s:") || rest.equals("s") ? 1 : 0;
    while (i < rest.length() && " \t:-\uff1a".indexOf(rest.charAt(i)) >= 0) {
      i++;
    }
    return rest.substring(i);
  }

  /** False for rules and full stops. */
  private static boolean saysSomething(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean takeOriginalOrReason(String text) {
    if (current != null) {
      Found original = match(form.originals(), text);
      if (original != null) {
        current.original = original.original();
        if (original.reason() != null && !original.reason().isEmpty()) {
          current.add(original.reason());
        }
        return true;
      }
    }
    Found found = match(form.reasons(), text);
    if (found == null) {
      return false;
    }
    if (current != null) {
      if (found.reason() != null) {
        current.add(found.reason());
      }
      current.host = found.host() != null ? found.host() : current.host;
      collecting = form.place() != ReasonPlace.STATED;
    } else if (found.reason() != null) {
      shared = new StringBuilder();
      stated.add(shared);
      append(shared, found.reason());
      sharing = true;
    }
    return true;
  }

  private boolean takeRecipient(String text, int indent, int number) {
    LinePattern matched = null;
    Found found = null;
    for (LinePattern pattern : form.recipients()) {
      // an address somewhere in a line of a reason is no recipient; a line that leaves the reason's
      // indent is none of it
      boolean amid = sharing || (collecting && (current == null || !current.nested));
      found = pattern.isLoose() && amid ? null : pattern.match(text);
      if (found != null) {
        matched = pattern;
        break;
      }
    }
    if (found == null || matched == null) {
      return false;
    }
    Entry entry = new Entry();
    entry.address = found.address();
    entry.original = found.original();
    entry.host = found.host();
    entry.loose = matched.isLoose();
    entry.indent = indent;
    entry.text = text;
    entry.line = number;
    if (found.reason() != null) {
      entry.add(found.reason());
    }
    if (form.place() == ReasonPlace.BEFORE) {
      before.forEach(entry::add);
      before.clear();
    }
    entries.add(entry);
    current = entry;
    sharing = false;
    collecting = form.place() == ReasonPlace.AFTER || form.place() == ReasonPlace.PARAGRAPHS;
    return true;
  }

  static void append(StringBuilder reason, String line) {
    if (line.isEmpty() || reason.length() >= LONGEST_REASON) {
      return;
    }
    if (reason.length() > 0) {
      reason.append(' ');
    }
    for (int i = 0; i < line.length() && reason.length() < LONGEST_REASON; i++) {
      char c = line.charAt(i);
      boolean space = c <= ' ';
      if (!space || (reason.length() > 0 && reason.charAt(reason.length() - 1) != ' ')) {
        reason.append(space ? ' ' : c);
      }
    }
  }

  private boolean stands(BitSet phrases, int number) {
    return letter.standing(phrases, number) >= 0;
  }

  private static @Nullable Found match(List<LinePattern> patterns, String text) {
    for (LinePattern pattern : patterns) {
      Found found = pattern.match(text);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  List<Entry> entries() {
    return entries;
  }

  /** The reason that holds for all recipients without their own: the first stated one that quotes a reply, else the first; empty when there is none. */
  String shared() {
    String first = "";
    for (StringBuilder text : stated) {
      String reason = text.toString().strip();
      if (ReplyFacts.replyCode(reason) != null || EnhancedStatusCode.find(reason) != null) {
        return reason;
      }
      first = first.isEmpty() ? reason : first;
    }
    return first;
  }
}
