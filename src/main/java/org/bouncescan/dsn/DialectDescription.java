package org.bouncescan.dsn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one family of software writes its reports in prose: the content of a file in {@code dialects/}. Phrases are
 * literal text (see {@link PhraseIndex}), lines are {@link LinePattern}s.
 *
 * @param name what the reader calls itself in a report, {@code qmail}, {@code exim}, …
 * @param source where the form is documented or known from
 * @param recognise the letter is of this family when any of these holds
 * @param copy a line that contains one of these begins the copy of the returned message
 * @param delayed phrases that say the mail system still tries
 * @param failed phrases that say it has given up, whatever else is said
 * @param delivered phrases that say the mail was delivered
 * @param transcript true where replies stand in a transcript of the SMTP session
 * @param silent true where a report of this family may name no recipient at all
 * @param headerFirst true where X-Failed-Recipients names the recipients and the text is written in any language
 * @param ofList true where the robot of a mailing list writes: the list it names, or whose robot it is, was mailed
 * @param forms where recipients and reasons stand; the first that finds a recipient is taken,
 *     but forms that state an event are all read
 */
record DialectDescription(
    String name,
    String source,
    List<Evidence> recognise,
    List<String> copy,
    List<String> delayed,
    List<String> failed,
    List<String> delivered,
    boolean transcript,
    boolean silent,
    boolean headerFirst,
    boolean ofList,
    List<Form> forms) {
  DialectDescription {
    Objects.requireNonNull(name, "name is null");
    recognise = List.copyOf(recognise);
    copy = List.copyOf(copy);
    delayed = List.copyOf(delayed);
    failed = List.copyOf(failed);
    delivered = List.copyOf(delivered);
    forms = List.copyOf(forms);
  }

  /**
   * Evidence of a family: of every list that is not empty, one phrase must stand in its place.
   *
   * @param from in the From field
   * @param subject in the Subject, decoded
   * @param header {@code Name: phrase}, or a bare {@code Name} that must be there
   * @param text in the readable text
   * @param and in the readable text as well
   */
  record Evidence(
      List<String> from,
      List<String> subject,
      List<String> header,
      List<String> text,
      List<String> and) {}

  /** Where the reason of a recipient stands. */
  enum ReasonPlace {
    /** In the lines after the recipient, up to an empty line or the next recipient. */
    AFTER,
    /** In the lines before the recipient, back to an empty line. */
    BEFORE,
    /** Everywhere from the recipient to the next recipient or the end of the section, over empty lines. */
    PARAGRAPHS,
    /** Only where {@code reasons} or {@code reason-after} say. */
    STATED
  }

  /**
   * One layout.
   *
   * @param begin recipients are looked for from a line on that contains one of these; empty: from the first line
   * @param end the section closes at a line that contains one of these
   * @param recipients lines that name a recipient
   * @param originals lines that name the address which led to the recipient above
   * @param reasons lines that give the reason of the recipient above, or of all where none is above
   * @param reasonAfter the lines after one that contains such a phrase are the reason of all recipients without their own
   * @param skip lines that contain one of these say nothing
   * @param place where reasons stand
   * @param event what the section says was done; null where the letter as a whole says it
   */
  record Form(
      List<String> begin,
      List<String> end,
      List<LinePattern> recipients,
      List<LinePattern> originals,
      List<LinePattern> reasons,
      List<String> reasonAfter,
      List<String> skip,
      ReasonPlace place,
      @Nullable Action event) {}
}
