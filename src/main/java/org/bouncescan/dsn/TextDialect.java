package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncescan.dsn.DialectDescription.Evidence;
import org.bouncescan.dsn.DialectDescription.Form;
import org.bouncescan.dsn.DialectReading.Said;
import org.bouncescan.dsn.FormReader.Entry;
import org.bouncescan.dsn.FormReader.Markers;
import org.jspecify.annotations.Nullable;

/** A {@link DialectDescription} made ready to read by. Immutable. */
final class TextDialect {
  /** Addresses that a letter names before the search is given up; far more than any single letter holds. */
  private static final int MOST_RECIPIENTS = 20_000;

  /** Evidence with its phrases as numbers of the {@link PhraseIndex}. */
  private record Numbered(
      BitSet from, BitSet subject, List<String> header, BitSet text, BitSet and) {}

  private static final LinePattern SUBJECT = LinePattern.of("Returned mail: {some}");

  private final DialectDescription description;
  private final List<Numbered> evidence = new ArrayList<>();
  private final BitSet delayed;
  private final BitSet failed;
  private final BitSet delivered;
  private final BitSet copy;
  private final List<Markers> forms = new ArrayList<>();

  TextDialect(DialectDescription description, PhraseIndex.Builder index) {
    this.description = description;
    for (Evidence e : description.recognise()) {
      evidence.add(new Numbered(
          numbers(e.from(), index),
          numbers(e.subject(), index),
          e.header(),
          numbers(e.text(), index),
          numbers(e.and(), index)));
    }
    delayed = numbers(description.delayed(), index);
    failed = numbers(description.failed(), index);
    delivered = numbers(description.delivered(), index);
    copy = numbers(description.copy(), index);
    for (Form form : description.forms()) {
      forms.add(new Markers(
          form,
          numbers(form.begin(), index),
          numbers(form.end(), index),
          numbers(form.reasonAfter(), index),
          numbers(form.skip(), index)));
    }
  }

  private static BitSet numbers(List<String> phrases, PhraseIndex.Builder index) {
    BitSet numbers = new BitSet();
    phrases.forEach(phrase -> numbers.set(index.add(phrase)));
    return numbers;
  }

  /** The phrases without one of which no letter is recognised, but by its header alone. */
  BitSet evidencePhrases() {
    BitSet all = new BitSet();
    for (Numbered e : evidence) {
      all.or(e.from());
      all.or(e.subject());
      all.or(e.text());
    }
    return all;
  }

  /** The phrases in the text by which a letter is recognised. */
  BitSet textPhrases() {
    BitSet all = new BitSet();
    evidence.forEach(e -> all.or(e.text()));
    return all;
  }

  /** True where a header field alone can make a letter one of this family. */
  boolean isKnownByHeader() {
    return evidence.stream()
        .anyMatch(e -> e.from().isEmpty() && e.subject().isEmpty() && e.text().isEmpty());
  }

  String name() {
    return description.name();
  }

  DialectDescription description() {
    return description;
  }

  /** True when the letter is of this family. */
  boolean recognises(ScannedLetter found) {
    for (Numbered e : evidence) {
      if (holds(e.from(), found.from())
          && holds(e.subject(), found.subject())
          && holds(e.text(), found.text())
          && holds(e.and(), found.text())
          && holdsHeader(e.header(), found.letter())) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(BitSet wanted, BitSet found) {
    return wanted.isEmpty() || wanted.intersects(found);
  }

  private static boolean holdsHeader(List<String> wanted, LetterText letter) {
    if (wanted.isEmpty()) {
      return true;
    }
    for (String want : wanted) {
      int colon = want.indexOf(':');
      String name = colon < 0 ? want : want.substring(0, colon);
      String value = letter.header().apply(name);
      if (value != null
          && (colon < 0
              || PhraseIndex.fold(value, value.length())
                  .toString()
                  .contains(want.substring(colon + 1).strip()))) {
        return true;
      }
    }
    return false;
  }

  /** What the letter says, or null where it names no recipient and such a report would be senseless. */
  @Nullable
  DialectReading read(ScannedLetter found) {
    LetterText letter = found.letter();
    Action action = action(found);
    int copied = found.firstLine(copy);
    String shared = "";
    Map<String, Said> said = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    for (Markers markers : forms) {
      Form form = markers.form();
      if (!said.isEmpty() && form.event() == null) {
        break;
      }
      FormReader reader = new FormReader(markers, found, MOST_RECIPIENTS);
      reader.read(copied);
      String orphaned =
          gather(reader, form.event() == null ? action : form.event(), letter, said, lines);
      shared = shared.isEmpty() ? reader.shared() : shared;
      shared = shared.isEmpty() ? orphaned : shared;
    }
    List<Said> inOrder = new ArrayList<>(said.values());
    inOrder.sort(Comparator.comparing(
        s -> lines.getOrDefault(String.valueOf(s.address()).toLowerCase(Locale.ROOT), 0)));
    List<Said> all = finish(inOrder, shared, action, letter, copied);
    return all.isEmpty() ? null : new DialectReading(description.name(), false, all, copied);
  }

  /** What the whole letter says was done. */
  Action action(ScannedLetter found) {
    if (failed.intersects(found.text()) || failed.intersects(found.subject())) {
      return Action.FAILED;
    }
    if (delayed.intersects(found.text()) || delayed.intersects(found.subject())) {
      return Action.DELAYED;
    }
    return delivered.intersects(found.text()) || delivered.intersects(found.subject())
        ? Action.DELIVERED
        : Action.FAILED;
  }

  /** Takes what the reader found; returns the reason of those who have no address, such as {@code save to /var/mail/x}. */
  private String gather(
      FormReader reader,
      Action action,
      LetterText letter,
      Map<String, Said> said,
      Map<String, Integer> lines) {
    StringBuilder orphaned = new StringBuilder();
    for (Entry entry : reader.entries()) {
      String address = entry.address;
      String original = entry.original;
      if (address == null && original != null) { // 'pipe to |command' 'generated by user@host'
        address = original;
        original = null;
      }
      address = address == null || isMasked(address) ? repliedTo(entry.reason) : address;
      if (address == null) {
        FormReader.append(orphaned, entry.reason.toString());
        continue;
      }
      boolean guessed = entry.loose || name().equals(GenericReader.NAME);
      if (guessed && !GenericReader.isRecipient(address, entry.text, letter)) {
        continue;
      }
      address = Completion.withDomain(address, original, letter);
      String key = address.toLowerCase(Locale.ROOT);
      String reason =
          entry.reason.length() == 0 ? null : entry.reason.toString().strip();
      if (entry.loose
          && !entry.nested
          && reason != null) { // a sentence about the address: second to any reply
        FormReader.append(orphaned, orphaned.length() == 0 ? reason : "");
        reason = null;
      }
      Said before = said.get(key);
      if (before == null || saysMore(reason, before.reason())) {
        lines.merge(key, entry.line, Math::min);
        said.put(key, new Said(action, address, original, reason, entry.host, entry.phase));
      }
    }
    return orphaned.toString();
  }

  /** True where {@code reason} is one and {@code other} none, or where it alone quotes a reply. */
  private static boolean saysMore(@Nullable String reason, @Nullable String other) {
    return reason != null && (other == null || (quotesReply(reason) && !quotesReply(other)));
  }

  private static boolean quotesReply(String reason) {
    return ReplyFacts.replyCode(reason) != null || EnhancedStatusCode.find(reason) != null;
  }

  /** True for {@code ********@example.org}, by which a provider hides who it is. */
  private static boolean isMasked(String address) {
    return address.startsWith("**") || address.startsWith("xxxx@") || address.startsWith("XXXX@");
  }

  /** The address in the reply, where the letter itself gives only a display name: {@code <mx #5.1.1 smtp;550 <a@b> …>}. */
  private static @Nullable String repliedTo(StringBuilder reason) {
    int reply = reason.indexOf("smtp;");
    AddressText found = reply < 0 ? null : AddressText.find(reason, reply + 5);
    return found == null || !found.hasPublicDomain() ? null : found.address();
  }

  /** Where the header names the recipients, the text only adds their reasons. */
  private static void byHeader(List<Said> all, Action action, LetterText letter) {
    List<String> named = Completion.failedRecipients(letter);
    if (named.isEmpty()) {
      return;
    }
    List<Said> read = List.copyOf(all);
    all.clear();
    for (String address : named) {
      Said known = new Said(action, address, null, null, null, null);
      for (Said said : read) {
        if (address.equalsIgnoreCase(said.address())) {
          known = said;
        }
      }
      all.add(known);
    }
  }

  private List<Said> finish(
      List<Said> all, String shared, Action action, LetterText letter, int copy) {
    SmtpTranscript transcript =
        description.transcript() ? SmtpTranscript.read(letter.lines(), 0, copy) : null;
    if (description.headerFirst()) {
      byHeader(all, action, letter);
    }
    if (all.isEmpty() && transcript != null) {
      transcript.addresses().forEach(a -> all.add(new Said(action, a, null, null, null, null)));
    }
    if (all.isEmpty()) {
      Completion.named(letter, copy, description.ofList())
          .forEach(a -> all.add(new Said(action, a, null, null, null, null)));
    }
    if (all.isEmpty() && description.silent()) {
      all.add(new Said(action, null, null, null, null, null));
    }
    List<Said> complete = new ArrayList<>(all.size());
    Set<String> addresses = new HashSet<>();
    all.forEach(one -> addresses.add(String.valueOf(one.address()).toLowerCase(Locale.ROOT)));
    for (Said one : all) {
      Said full = transcript == null ? one : transcript.complete(one, addresses);
      if (!shared.isBlank() && saysMore(shared, full.reason())) {
        full = new Said(
            full.action(),
            full.address(),
            full.original(),
            shared.strip(),
            full.host(),
            full.phase());
      }
      complete.add(full.reason() == null ? bySubject(full, letter.subject()) : full);
    }
    return complete;
  }

  /** {@code Returned mail: User unknown} is the least that a letter can say. */
  private static Said bySubject(Said said, String subject) {
    LinePattern.Found found = SUBJECT.match(subject.strip());
    return found == null || subject.contains("transcript")
        ? said
        : new Said(
            said.action(),
            said.address(),
            said.original(),
            found.reason(),
            said.host(),
            said.phase());
  }
}
