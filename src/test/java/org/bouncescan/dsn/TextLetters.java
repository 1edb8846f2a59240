package org.bouncescan.dsn;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Letters in one part and in plain UTF-8, as tests write them. */
final class TextLetters {
  private TextLetters() {}

  /** The letter whose header ends at the first empty line. */
  static LetterText of(String eml) {
    int end = eml.indexOf("\n\n");
    Map<String, String> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : eml.substring(0, end).replaceAll("\n[ \t]+", " ").split("\n", -1)) {
      int colon = line.indexOf(':');
      header.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new LetterText(
        header.getOrDefault("From", ""),
        header.getOrDefault("Subject", ""),
        header::get,
        List.of(eml.substring(end + 2).split("\n", -1)),
        List::of);
  }

  /** A letter of a robot that says {@code text}. */
  static LetterText fromRobot(String subject, String text) {
    return of(String.format(
        Locale.ROOT,
        "From: MAILER-DAEMON@robot.example.org%nTo: kim@sender.example.com%nSubject: %s%nReturn-Path: <>%n%n%s",
        subject,
        text));
  }
}
