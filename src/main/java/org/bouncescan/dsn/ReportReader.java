package org.bouncescan.dsn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message into a {@link DeliveryReport}: machine-readable reports first, then the forms of mail software without
 * them, then whatever else a letter may be. Immutable and safe for use by several threads.
 */
public final class ReportReader {
  private static final String STANDARD = "rfc3464";
  private static final PerMessageFields UNREAD =
      new PerMessageFields("none", false, null, null, null, null, null, null, null);

  private final Limits limits;
  private final DialectSet dialects = DialectSet.builtIn();
  private final LetterKinds kinds = LetterKinds.builtIn();

  public ReportReader(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits is null");
  }

  /** What {@code message}, the bytes of one RFC 5322 message, reports. Never throws for content. */
  public DeliveryReport read(byte[] message) {
    if (message.length == 0) {
      return new DeliveryReport.Unparsable(UNREAD, "the message is empty");
    }
    try {
      return letter(Letter.of(message, Math.min(message.length, limits.messageBytes()), limits));
    } catch (RuntimeException e) { // a defect of ours must cost this message only, and be seen
      return new DeliveryReport.Unparsable(UNREAD, "the reader failed: " + e);
    }
  }

  private DeliveryReport letter(Letter letter) {
    if (letter.header().size() == 0) {
      return new DeliveryReport.Unparsable(
          UNREAD, "the message has no header (RFC 5322 section 2.2)");
    }
    ReturnedMessage returned =
        letter.returnedPart() == null ? null : ReturnedMessages.of(letter.returnedPart(), limits);
    PerMessageFields message = fields(letter, returned);
    DeliveryReport complaint = FeedbackReports.read(letter, message, limits);
    if (complaint != null) {
      return complaint;
    }
    StatusFields status = StandardReader.fields(letter, limits);
    if (status != null && !status.isEmpty()) {
      DeliveryReport disguised = kinds.disguised(letter, message);
      return disguised != null ? disguised : standard(letter, message, status);
    }
    DeliveryReport read = receipt(letter, message);
    read = read != null ? read : kinds.early(letter, message);
    read = read instanceof DeliveryReport.AutoReply ? orKnownReport(read, letter, message) : read;
    read = read != null ? read : dialect(letter, message);
    read = read != null ? read : kinds.late(letter, message);
    read = read != null ? read : attached(letter);
    return read != null ? read : nothing(letter, message);
  }

  /**
   * Some programs mark their reports as automatic replies; a letter of a known form is a report all the same, unless its
   * return path says that a person's mailbox sent it.
   */
  private DeliveryReport orKnownReport(
      DeliveryReport reply, Letter letter, PerMessageFields message) {
    String path = letter.header().raw("Return-Path");
    if (path != null && !isRobot(path)) {
      return reply;
    }
    DeliveryReport report = dialect(letter, message);
    return report != null && !report.message().lowConfidence() ? report : reply;
  }

  /** True for the return paths of mail systems and list managers; a person's answer has the person's address. */
  private static boolean isRobot(@Nullable String returnPath) {
    if (returnPath == null) {
      return false;
    }
    String folded = returnPath.toLowerCase(Locale.ROOT);
    return folded.equals("<>")
        || folded.contains("-owner@")
        || folded.contains("owner-")
        || folded.contains("-bounces@")
        || folded.contains("mailer-daemon@");
  }

  private static DeliveryReport nothing(Letter letter, PerMessageFields message) {
    if (isRobot(letter.header().raw("Return-Path")) && isEncrypted(letter)) {
      return new DeliveryReport.Unparsable(
          message,
          "a mail system's letter that is encrypted; read it with the key it was made for");
    }
    return letter.overLimit()
        ? new DeliveryReport.Unparsable(
            message,
            "more MIME parts, or deeper ones, than are read, and no report among the first")
        : new DeliveryReport.NotAReport(message, "nothing in it speaks of a delivery");
  }

  /** PGP/MIME (RFC 3156 section 4) or S/MIME (RFC 8551 section 3.5) around the whole letter. */
  private static boolean isEncrypted(Letter letter) {
    String type = letter.header().raw("Content-Type");
    String folded = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return folded.startsWith("multipart/encrypted")
        || (folded.contains("pkcs7-mime") && folded.contains("enveloped-data"));
  }

  private static PerMessageFields fields(Letter letter, @Nullable ReturnedMessage returned) {
    String to = ReturnedMessages.address(letter.field("To"));
    String delivered = ReturnedMessages.address(letter.header().raw("Delivered-To"));
    String original = ReturnedMessages.address(letter.header().raw("X-Original-To"));
    return new PerMessageFields(
        "none",
        false,
        null,
        null,
        null,
        original != null ? original : delivered != null ? delivered : to,
        letter.header().raw("Date"),
        letter.header().decoded("Subject"),
        returned);
  }

  private DeliveryReport.StatusNotification standard(
      Letter letter, PerMessageFields message, StatusFields fields) {
    boolean lacksAction = fields.recipients().stream()
        .anyMatch(it -> it.getOrDefault("action", "").isBlank());
    DialectReading human = null;
    Action otherwise = Action.FAILED;
    if (lacksAction) {
      human = human(letter, message);
      otherwise = human == null ? Action.FAILED : human.recipients().get(0).action();
    }
    List<RecipientStatus> stated = StandardReader.recipients(fields, otherwise);
    if (human == null && (letter.isCutOff() || stated.stream().anyMatch(RicherReason::isWanted))) {
      human = human(letter, message);
    }
    boolean alone = stated.size() == 1;
    List<RecipientStatus> all = new ArrayList<>(stated.size());
    // Postfix tells the phase in its human part only
    Map<String, SmtpPhase> phases = fields.message().containsKey("x-postfix-queue-id")
        ? RicherReason.phases(letter.lines())
        : Map.of();
    Map<String, DialectReading.Said> said = RicherReason.byAddress(human);
    for (RecipientStatus plain : stated) {
      RecipientStatus one = RicherReason.withPhase(plain, phases);
      RecipientStatus joined = RicherReason.isWanted(one)
          ? RicherReason.orParagraph(RicherReason.join(one, human, said, alone), letter.lines())
          : one;
      all.add(MailedAddress.prove(joined, message.returned(), message.reportedTo(), alone));
    }
    if (letter.isCutOff() && human != null && !human.lowConfidence()) {
      all.addAll(lost(human, all));
    }
    return new DeliveryReport.StatusNotification(
        new PerMessageFields(
            STANDARD,
            false,
            StandardReader.host(fields.message().get("reporting-mta"), null),
            fields.message().get("arrival-date"),
            AddressField.address(fields.message().get("original-envelope-id")),
            message.reportedTo(),
            message.reportDate(),
            message.reportSubject(),
            message.returned()),
        all);
  }

  /** Whom the human part names besides those that are {@code stated}. */
  private static List<RecipientStatus> lost(DialectReading human, List<RecipientStatus> stated) {
    Set<String> known = new HashSet<>();
    for (RecipientStatus one : stated) {
      Stream.of(one.recipient(), one.finalRecipient(), one.originalRecipient())
          .filter(Objects::nonNull)
          .forEach(it -> known.add(it.toLowerCase(Locale.ROOT)));
    }
    return human.recipients().stream()
        .map(DialectReading.Said::toStatus)
        .filter(it ->
            it.recipient() != null && !known.contains(it.recipient().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private @Nullable DialectReading human(Letter letter, PerMessageFields message) {
    return dialects.read(letter.text(() -> to(message.returned())));
  }

  private static List<String> to(@Nullable ReturnedMessage returned) {
    // a returned report has whoever was mailed first in its To, and that is one of us
    boolean report = returned != null
        && returned.from() != null
        && returned.from().toLowerCase(Locale.ROOT).startsWith("mailer-daemon@");
    return returned == null || report ? List.of() : returned.to();
  }

  /** A report that a gateway or a list passes on in a letter of its own, which says nothing or the same with fewer words. */
  private @Nullable DeliveryReport passedOn(Letter letter, @Nullable DialectReading said) {
    MimePart part = letter.returnedPart();
    boolean robot = LetterKinds.isRobot(letter) || isRobot(letter.header().raw("Return-Path"));
    if (part == null || (said == null && !robot)) {
      return null;
    }
    Letter inner = Letter.within(part, limits);
    if (!LetterKinds.isRobot(inner)) {
      return null;
    }
    DeliveryReport.StatusNotification report = passed(inner);
    if (report == null) {
      return null;
    }
    boolean same = said == null
        || said.recipients().stream()
            .allMatch(one -> one.address() == null
                || report.recipients().stream()
                    .anyMatch(it -> one.address().equalsIgnoreCase(it.recipient())));
    return same ? report : null;
  }

  /** A mail system's report, whole with its machine-readable part, that a person passes on as an attachment. */
  private @Nullable DeliveryReport attached(Letter letter) {
    if (letter.returnedPart() == null) {
      return null;
    }
    Letter inner = Letter.within(letter.returnedPart(), limits);
    return LetterKinds.isRobot(inner) && !inner.reports().isEmpty() ? passed(inner) : null;
  }

  private DeliveryReport.@Nullable StatusNotification passed(Letter inner) {
    StatusFields status = StandardReader.fields(inner, limits);
    ReturnedMessage returned =
        inner.returnedPart() == null ? null : ReturnedMessages.of(inner.returnedPart(), limits);
    PerMessageFields message = fields(inner, returned);
    if (status != null && !status.isEmpty()) {
      return standard(inner, message, status);
    }
    DialectReading reading = human(inner, message);
    return reading == null || reading.lowConfidence() ? null : told(inner, message, reading);
  }

  private @Nullable DeliveryReport dialect(Letter letter, PerMessageFields message) {
    DialectReading reading = human(letter, message);
    DeliveryReport inner = passedOn(letter, reading);
    return inner != null || reading == null ? inner : told(letter, message, reading);
  }

  /** What the prose of a letter says, with what the returned message proves. */
  private static DeliveryReport.StatusNotification told(
      Letter letter, PerMessageFields message, DialectReading reading) {
    ReturnedMessage returned = message.returned() != null
        ? message.returned()
        : ReturnedMessages.inText(letter.lines(), reading.copyLine());
    boolean alone = reading.recipients().size() == 1;
    List<RecipientStatus> all = new ArrayList<>();
    for (DialectReading.Said said : reading.recipients()) {
      RecipientStatus one =
          RicherReason.orLetter(said.toStatus(), letter.lines(), reading.copyLine());
      all.add(MailedAddress.prove(one, returned, message.reportedTo(), alone));
    }
    PerMessageFields its = new PerMessageFields(
        reading.dialect(),
        reading.lowConfidence(),
        message.reportingMta(),
        message.arrivalDate(),
        message.originalEnvelopeId(),
        message.reportedTo(),
        message.reportDate(),
        message.reportSubject(),
        returned);
    return new DeliveryReport.StatusNotification(its, all);
  }

  /**
   * A disposition notification (RFC 8098): whatever the reader did with the message, it had arrived, unless a filter of
   * the reader's refuses it that way (RFC 5429 section 2.1).
   */
  private @Nullable DeliveryReport receipt(Letter letter, PerMessageFields message) {
    for (MimePart part : letter.reports()) {
      if (part.type().endsWith("disposition-notification")) {
        StatusFields fields = StatusFields.read(part.text(limits.textChars()), 1);
        String address = null;
        String original = null;
        if (!fields.recipients().isEmpty()) {
          address = AddressField.address(fields.recipients().get(0).get("final-recipient"));
          original = AddressField.address(fields.recipients().get(0).get("original-recipient"));
        }
        address = address == null ? letter.from() : address;
        boolean refused = letter.lines().stream()
            .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("automatically rejected"));
        RecipientStatus status = new RecipientStatus(
            refused ? Action.FAILED : Action.DELIVERED,
            original != null ? original : address,
            original,
            address,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
        return new DeliveryReport.StatusNotification(
            message.withDialect("rfc8098", false),
            List.of(RicherReason.orLetter(status, letter.lines(), letter.lines().size())));
      }
    }
    return null;
  }
}
