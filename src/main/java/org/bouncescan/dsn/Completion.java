package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a letter's own text names nobody, or only a local name: what its other places prove. Never a guess. */
final class Completion {
  private static final int COPIED_LINES = 120;

  private static final Pattern ROBOT_OF_LIST =
      Pattern.compile("(?i)(.+)-(?:owner|request|bounces|admin)(@.+)");

  private Completion() {}

  /** {@code address} with the domain that the letter proves for a bare local name; as it is where none is proved. */
  static String withDomain(String address, @Nullable String original, LetterText letter) {
    if (address.indexOf('@') >= 0) {
      return address;
    }
    String start = address.toLowerCase(Locale.ROOT) + "@";
    if (original != null && original.toLowerCase(Locale.ROOT).startsWith(start)) {
      return original;
    }
    for (String to : letter.returnedTo().get()) {
      if (to.toLowerCase(Locale.ROOT).startsWith(start)) {
        return to;
      }
    }
    for (String to : headerAddresses(letter.lines(), 0, letter.lines().size())) {
      if (to.toLowerCase(Locale.ROOT).startsWith(start)) {
        return to;
      }
    }
    return address;
  }

  /** The recipients that a letter names outside of its prose: X-Failed-Recipients, the returned To when it is alone, or what a list's robot calls it. */
  static List<String> named(LetterText letter, int copy, boolean ofList) {
    List<String> failed = failedRecipients(letter);
    if (!failed.isEmpty()) {
      return failed;
    }
    List<String> to = letter.returnedTo().get();
    if (to.isEmpty()) {
      to = headerAddresses(
          letter.lines(), copy, Math.min(letter.lines().size(), copy + COPIED_LINES));
    }
    return to.size() == 1 ? to : ofList ? postedTo(letter) : List.of();
  }

  /**
   * The mailing list that refuses a posting: its robot names it in a field of its own (Mailman), in the subject, or by
   * its own address, which is the list's with a word more (RFC 2142 section 6).
   */
  private static List<String> postedTo(LetterText letter) {
    String value = letter.header().apply("X-BeenThere");
    AddressText list = value == null ? null : AddressText.find(value, 0);
    if (list == null) {
      list = inSubject(letter);
    }
    if (list != null) {
      return List.of(list.address());
    }
    AddressText robot = AddressText.find(letter.from(), 0);
    Matcher of = ROBOT_OF_LIST.matcher(robot == null ? "" : robot.address());
    return of.matches() ? List.of(of.group(1) + of.group(2)) : List.of();
  }

  /** The one address in the subject that is neither the robot's nor the addressee's. */
  private static @Nullable AddressText inSubject(LetterText letter) {
    AddressText found = AddressText.find(letter.subject(), 0);
    return found != null
            && found.hasPublicDomain()
            && GenericReader.isRecipient(found.address(), letter.subject(), letter)
        ? found
        : null;
  }

  /** The addresses of X-Failed-Recipients (Exim, Google). */
  static List<String> failedRecipients(LetterText letter) {
    List<String> all = new ArrayList<>();
    String value = letter.header().apply("X-Failed-Recipients");
    if (value != null) {
      AddressText found = AddressText.find(value, 0);
      while (found != null && all.size() < 1_000) {
        all.add(found.address());
        found = AddressText.find(value, found.end());
      }
    }
    return all;
  }

  /** The addresses in the To field of a header that is quoted in the text, and after {@code for} in its Received fields. */
  private static List<String> headerAddresses(List<String> lines, int from, int to) {
    List<String> all = new ArrayList<>();
    boolean inTo = false;
    for (int i = from; i < to; i++) {
      String line = lines.get(i);
      String plain = line.startsWith("> ") ? line.substring(2) : line;
      inTo = AddressText.regionIs(plain, 0, "to:")
          || AddressText.regionIs(plain, 0, "final-recipient:")
          || (inTo && (plain.startsWith(" ") || plain.startsWith("\t")));
      if (inTo) {
        AddressText found = AddressText.find(plain, 0);
        while (found != null && all.size() < 100) {
          if (!all.contains(found.address())) {
            all.add(found.address());
          }
          found = AddressText.find(plain, found.end());
        }
      }
    }
    return all;
  }
}
