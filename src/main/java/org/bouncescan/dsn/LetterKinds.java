package org.bouncescan.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Knows letters that are no delivery reports by what they say of themselves; the phrases stand in {@code letters.yml}. */
final class LetterKinds {
  private static final String RESOURCE = "letters.yml";
  private static final int LINES = 60;
  private static final int OWN_LINES = 25;
  private static final int EXCERPT = 300;
  private static final int SUBJECT = 100;
  // a phrase of so many characters tells wherever in the Subject it stands
  private static final int TELLING = 13;

  /** The marks of one kind. */
  private record Marks(
      List<String> header, List<String> subject, List<String> text, List<String> attachment) {}

  private static final class Holder {
    private static final LetterKinds BUILT_IN = load();
  }

  private final Marks autoReply;
  private final Marks challenge;
  private final Marks accepted;
  private final Marks moderation;
  private final Marks unsubscribe;
  private final Marks aggregate;
  private final Marks quarantine;
  private final Marks newAddress;
  private final Boilerplate boilerplate;

  private LetterKinds(Map<String, Map<String, List<String>>> kinds) {
    autoReply = marks(kinds, "auto_reply");
    challenge = marks(kinds, "challenge");
    accepted = marks(kinds, "accepted");
    moderation = marks(kinds, "moderation");
    unsubscribe = marks(kinds, "unsubscribe");
    aggregate = marks(kinds, "aggregate");
    quarantine = marks(kinds, "quarantine");
    newAddress = marks(kinds, "new_address");
    Map<String, List<String>> phrases = Objects.requireNonNull(kinds.get("boilerplate"));
    boilerplate = new Boilerplate(
        Objects.requireNonNull(phrases.get("line")),
        Objects.requireNonNull(phrases.get("paragraph")));
  }

  static LetterKinds builtIn() {
    return Holder.BUILT_IN;
  }

  /** What stands around letters of any kind. */
  Boilerplate boilerplate() {
    return boilerplate;
  }

  private static LetterKinds load() {
    try (InputStream in =
        Objects.requireNonNull(LetterKinds.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new LetterKinds(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Marks marks(Map<String, Map<String, List<String>>> kinds, String name) {
    Map<String, List<String>> kind = Objects.requireNonNull(kinds.get(name), name);
    return new Marks(
        lower(kind.get("header")),
        lower(kind.get("subject")),
        lower(kind.get("text")),
        lower(kind.get("attachment")));
  }

  private static List<String> lower(@Nullable List<String> phrases) {
    return phrases == null
        ? List.of()
        : phrases.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  /** An answer that is dressed as a failure (RFC 3464) but says that the mail went through; null for all else. */
  @Nullable
  DeliveryReport disguised(Letter letter, PerMessageFields message) {
    return !isRobot(letter) && byText(accepted, letter) ? autoReply(letter, message) : null;
  }

  /** What the letter is, of the kinds that can be told before any dialect is asked; null where it is none of them. */
  @Nullable
  DeliveryReport early(Letter letter, PerMessageFields message) {
    if (byHeader(aggregate, letter) || bySubject(aggregate, letter) || hasAttachment(letter)) {
      return new DeliveryReport.NotAReport(
          message, "an aggregate report about a domain (DMARC or TLS)");
    }
    if (bySubject(quarantine, letter)) {
      return new DeliveryReport.NotAReport(
          message, "a filter tells what it kept from this mailbox");
    }
    boolean bounces = letter.header().has("X-Failed-Recipients");
    if (bounces || isRobot(letter)) {
      return null;
    }
    if (byHeader(unsubscribe, letter) || asksToLeave(letter)) {
      return new DeliveryReport.UnsubscribeRequest(
          message.withDialect("unsubscribe", false), person(letter));
    }
    if (byHeader(challenge, letter) || byText(challenge, letter)) {
      return challenge(letter, message);
    }
    if (byHeader(autoReply, letter) || bySubject(autoReply, letter)) {
      return autoReply(letter, message);
    }
    return null;
  }

  /** What the letter is, where no dialect took it for a report; null where it is none of the kinds. */
  @Nullable
  DeliveryReport late(Letter letter, PerMessageFields message) {
    if (byText(challenge, letter)) {
      return challenge(letter, message);
    }
    if (byText(moderation, letter)) {
      return new DeliveryReport.NotAReport(
          message, "a mailing list keeps a message until its moderator has seen it");
    }
    if (isRobot(letter)) {
      return bySubject(autoReply, letter) ? autoReply(letter, message) : null;
    }
    if (byHeader(autoReply, letter) || bySubject(autoReply, letter) || answersByItself(letter)) {
      return autoReply(letter, message);
    }
    if (!letter.header().has("List-Unsubscribe") && inOwnWords(unsubscribe, letter)) {
      return new DeliveryReport.UnsubscribeRequest(
          message.withDialect("unsubscribe", false), person(letter));
    }
    return null;
  }

  /** An answer that was generated (RFC 3834), or says of itself that it was. */
  private boolean answersByItself(Letter letter) {
    HeaderFields header = letter.header();
    if (header.has("List-Unsubscribe")) {
      return false;
    }
    String submitted = header.raw("Auto-Submitted");
    boolean generated =
        submitted != null && !submitted.strip().toLowerCase(Locale.ROOT).startsWith("no");
    String subject = letter.subject().toLowerCase(Locale.ROOT);
    boolean answers = header.has("In-Reply-To")
        || header.has("References")
        || subject.startsWith("re:")
        || subject.contains(" re:")
        || subject.contains("ticket#");
    return (generated && answers) || inOwnWords(autoReply, letter);
  }

  /** A phrase before anything that is quoted: a short letter of a person often carries a long one of ours. */
  private static boolean inOwnWords(Marks marks, Letter letter) {
    StringBuilder text = new StringBuilder();
    int lines = 0;
    for (String line : letter.lines()) {
      String plain = line.strip();
      if (plain.startsWith(">")
          || plain.startsWith("-----")
          || plain.startsWith("_____")
          || AddressText.regionIs(plain, 0, "from: ")
          || lines++ > OWN_LINES) {
        break;
      }
      text.append(plain, 0, Math.min(plain.length(), 500)).append(' ');
    }
    String lower = text.toString().toLowerCase(Locale.ROOT);
    return marks.text.stream().anyMatch(lower::contains);
  }

  private DeliveryReport challenge(Letter letter, PerMessageFields message) {
    return new DeliveryReport.ChallengeResponse(
        message.withDialect("challenge", false), person(letter), excerpt(letter));
  }

  private DeliveryReport autoReply(Letter letter, PerMessageFields message) {
    String mailbox = person(letter);
    return new DeliveryReport.AutoReply(
        message.withDialect("rfc3834", false),
        mailbox,
        excerpt(letter),
        newAddress(letter, mailbox));
  }

  /** Whose mailbox it is: a service that writes from its own address names the person in Reply-To. */
  private static @Nullable String person(Letter letter) {
    String from = letter.from();
    String reply = ReturnedMessages.address(letter.field("Reply-To"));
    boolean service = from != null
        && from.toLowerCase(Locale.ROOT).matches("(no-?reply|donotreply|auto|robot|noreply-.*)@.*");
    return reply != null && (from == null || service) ? reply : from;
  }

  /** True for letters that mail software signs: their header fields are those of automatic answers as well. */
  static boolean isRobot(Letter letter) {
    String from = letter.field("From").toLowerCase(Locale.ROOT);
    String returnPath = letter.header().raw("Return-Path");
    return from.contains("mailer-daemon")
        || from.contains("postmaster")
        || from.contains("mail delivery")
        || from.contains("mailerdaemon")
        || from.contains("mail-daemon")
        || from.contains("maildaemon")
        || from.contains("mdaemon@")
        || from.contains("delivery subsystem")
        || ((from.isBlank() || from.strip().equals("<>")) && "<>".equals(returnPath))
        || from.contains("microsoftexchange");
  }

  private boolean asksToLeave(Letter letter) {
    String subject = letter.subject().strip().toLowerCase(Locale.ROOT);
    return subject.length() < 60
        && !subject.startsWith("re:")
        && unsubscribe.subject.stream().anyMatch(subject::startsWith)
        && letter.returnedPart() == null
        && letter.lines().size() < LINES;
  }

  private static boolean byHeader(Marks marks, Letter letter) {
    for (String mark : marks.header) {
      int colon = mark.indexOf(": ");
      String value = letter.header().raw(colon < 0 ? mark : mark.substring(0, colon));
      if (value != null
          && (colon < 0 || value.toLowerCase(Locale.ROOT).startsWith(mark.substring(colon + 2)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean bySubject(Marks marks, Letter letter) {
    String subject = letter.subject().strip().toLowerCase(Locale.ROOT);
    if (subject.isEmpty()) {
      return false;
    }
    String bare =
        subject.startsWith("re: ") || subject.startsWith("aw: ") ? subject.substring(4) : subject;
    bare = bare.startsWith("[") ? bare.substring(1) : bare;
    String beginning = bare.substring(0, Math.min(SUBJECT, bare.length()));
    return marks.subject.stream()
        .anyMatch(it -> it.length() >= TELLING ? beginning.contains(it) : beginning.startsWith(it));
  }

  private static boolean byText(Marks marks, Letter letter) {
    List<String> lines = letter.lines();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size() && i < LINES; i++) {
      String line = lines.get(i);
      text.append(line, 0, Math.min(line.length(), 500)).append(' ');
    }
    String lower = text.toString().toLowerCase(Locale.ROOT);
    return marks.text.stream().anyMatch(lower::contains);
  }

  private boolean hasAttachment(Letter letter) {
    for (MimePart part : letter.attachments()) {
      if (aggregate.attachment.contains(part.type())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String excerpt(Letter letter) {
    StringBuilder text = new StringBuilder();
    for (String line : letter.lines()) {
      if (text.length() >= EXCERPT) {
        break;
      }
      FormReader.append(text, line.strip());
    }
    String excerpt = text.substring(0, Math.min(EXCERPT, text.length()));
    return excerpt.isBlank() ? null : excerpt;
  }

  private @Nullable String newAddress(Letter letter, @Nullable String mailbox) {
    List<String> lines = letter.lines();
    for (int i = 0; i < lines.size() && i < LINES; i++) {
      String lower = lines.get(i).toLowerCase(Locale.ROOT);
      if (newAddress.text.stream().noneMatch(lower::contains)) {
        continue;
      }
      for (int k = i; k < lines.size() && k <= i + 3; k++) {
        AddressText found = AddressText.find(lines.get(k), 0);
        if (found != null && !found.address().equalsIgnoreCase(mailbox)) {
          return AddressField.lowerDomain(found.address());
        }
      }
    }
    return null;
  }
}
