package org.bouncescan.cli;

import java.util.EnumMap;
import java.util.Map;
import org.bouncescan.classify.Event;
import org.bouncescan.cli.YamlSection.Scalar;
import org.bouncescan.mailbox.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * {@code settle:} in a job file: what happens to messages once everything about them is durable.
 *
 * @param all what happens to a message whose event is not in {@code byEvent}
 * @param byEvent exceptions
 * @param retentionDays after how many days messages are deleted from the folder they were moved to; null for never
 */
record SettleSection(
    Settlement all,
    Map<Event, Settlement> byEvent,
    @Nullable Integer retentionDays) {
  /** A keyword on what was read; what is no report stays as it is, so that a shared mailbox stays usable. */
  static final SettleSection DEFAULT = new SettleSection(
      new Settlement.Keyword("$BounceScanned"),
      Map.of(Event.NOT_A_REPORT, new Settlement.Nothing()),
      null);

  SettleSection {
    byEvent = Map.copyOf(byEvent);
  }

  static SettleSection read(YamlSection yaml) {
    Settlement all = yaml.value("all", SettleSection::settlement, DEFAULT.all());
    Integer retention = yaml.optional("retention", ValueTypes::days);
    Map<Event, Settlement> byEvent = new EnumMap<>(Event.class);
    byEvent.putAll(DEFAULT.byEvent());
    for (Event event : Event.values()) {
      Settlement settlement = yaml.optional(event.label(), SettleSection::settlement);
      if (settlement != null) {
        byEvent.put(event, settlement);
      }
    }
    yaml.end();
    if (retention != null && !(all instanceof Settlement.Move)) {
      throw yaml.error(
          "retention", "'retention' is about the folder of 'all: move FOLDER'; set that too");
    }
    return new SettleSection(all, byEvent, retention);
  }

  private static Settlement settlement(Scalar value) {
    String[] words = value.text().strip().split("\\s+", 2);
    boolean named = words.length == 2;
    return switch (words[0]) {
      case "keyword" -> new Settlement.Keyword(named ? keyword(value, words[1]) : "$BounceScanned");
      case "move" -> {
        if (!named) {
          throw value.error("'move' needs a folder, for instance 'move Processed'");
        }
        yield new Settlement.Move(words[1]);
      }
      case "delete" -> alone(value, named, new Settlement.Delete());
      case "nothing" -> alone(value, named, new Settlement.Nothing());
      default ->
        throw value.error("'" + value.text()
            + "' is not known; possible: keyword NAME, move FOLDER, delete, nothing");
    };
  }

  private static Settlement alone(Scalar value, boolean named, Settlement settlement) {
    if (named) {
      throw value.error("'" + value.text() + "': nothing may follow this word");
    }
    return settlement;
  }

  /** An IMAP keyword is an atom (RFC 9051 section 9). */
  private static String keyword(Scalar value, String keyword) {
    if (!keyword.matches("[!#$&'+,./0-9:;<=>?@A-Z^_`a-z|~-]{1,64}")) {
      throw value.error("'" + keyword + "' is no IMAP keyword: letters, digits, $, _ and - only");
    }
    return keyword;
  }
}
