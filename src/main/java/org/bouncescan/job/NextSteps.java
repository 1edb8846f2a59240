package org.bouncescan.job;

import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Guidance;
import org.bouncescan.suppress.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Who must do what about a row, in plain words. It follows from what is decided about the address, and only then from
 * why mail failed: an address that is not believed to be dead must not be called one to remove.
 */
final class NextSteps {
  private static final String LISTED =
      "Nothing more than to import the suppression list where you send from.";

  private NextSteps() {}

  /**
   * The words for a row.
   *
   * @param names whether the row names a recipient
   * @param proved whether the report is tied to a message of ours, or nothing is configured to tell
   * @return empty where nobody must do anything
   */
  static String of(
      Event event,
      @Nullable Category category,
      @Nullable String subtype,
      Measure measure,
      boolean names,
      boolean proved) {
    return switch (event) {
      case COMPLAINT -> complaint(measure, names);
      case UNSUBSCRIBE_REQUEST ->
        names ? LISTED : "Look at the message: it does not say who wants to be taken off.";
      case UNPARSABLE -> "Look at the message in the mailbox.";
      case AUTO_REPLY, DELIVERED, NOT_A_REPORT -> "";
      case DELAYED -> category == null ? "" : delayed(category, subtype);
      case FAILED, CHALLENGE_RESPONSE ->
        category == null ? "" : failed(category, subtype, measure, names, proved);
    };
  }

  private static String complaint(Measure measure, boolean names) {
    if (!names) {
      return "Look at the message: it does not say who complains.";
    }
    return measure == Measure.SUPPRESS ? LISTED : unproved();
  }

  private static String unproved() {
    return "Nothing is done because of this report alone. If it is about mail of ours, complete 'sender:' in the job"
        + " file, so that our reports are known.";
  }

  private static String delayed(Category category, @Nullable String subtype) {
    return category.bounceClass() == BounceClass.HARD
        ? "Nothing: the sending server still tries."
        : Guidance.of(category, subtype).nextStep();
  }

  private static String failed(
      Category category, @Nullable String subtype, Measure measure, boolean names, boolean proved) {
    BounceClass bounceClass = category.bounceClass();
    boolean aboutUs = bounceClass == BounceClass.BLOCK || bounceClass == BounceClass.SENDER;
    if (!names) {
      return "Look at the message: it does not say which address failed.";
    }
    if (aboutUs) {
      return Guidance.of(category, subtype).nextStep();
    }
    if (!proved && measure != Measure.SUPPRESS && measure != Measure.HOLD) {
      return unproved();
    }
    return switch (measure) {
      case SUPPRESS -> suppressed(category, subtype);
      case REVIEW ->
        bounceClass == BounceClass.HARD
            ? "Keep the address and mail it as usual: if it is dead, it fails again on another day and is suppressed"
                + " then. review.csv says what is not believed."
            : Guidance.of(category, subtype).nextStep();
      case COUNT ->
        bounceClass == BounceClass.HARD
            ? "Keep the address for now: it is suppressed if it fails again, and the decision's reason says when."
            : Guidance.of(category, subtype).nextStep();
      case NONE ->
        bounceClass == BounceClass.SOFT
            ? Guidance.of(category, subtype).nextStep()
            : "Nothing: mail it as usual.";
      case HOLD -> Guidance.of(category, subtype).nextStep();
    };
  }

  /** The row's own reason may be another than the one that the address is suppressed for. */
  private static String suppressed(Category category, @Nullable String subtype) {
    return switch (category.bounceClass()) {
      case HARD -> Guidance.of(category, subtype).nextStep();
      case RESTRICTED ->
        category == Category.BLOCKED_BY_RECIPIENT
            ? Guidance.of(category, subtype).nextStep()
            : "Mail to it stops, for the reason given. Where that is that it kept refusing, the person is alive: ask"
                + " through another channel to be approved, and write a line into the claims file, or release the"
                + " address, once we are.";
      case BLOCK, SENDER, SOFT, NONE ->
        "Mail to it stops, for the reason given. If the contact matters, ask through another channel for an address that"
            + " works.";
    };
  }
}
