package org.bouncescan.dsn;

import java.util.List;

/** Tells where a letter's own words end and the copy of the returned message, or a mailing list's footer, begins. */
final class OwnText {
  private static final int RULE = 20; // underscores above the footer of a list

  private OwnText() {}

  /** The line at which the header of a returned message begins, whatever stands before it; else the number of lines. */
  static int end(List<String> lines) {
    int block = -1; // where consecutive header fields began
    boolean from = false;
    boolean technical = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty()) {
        block = -1;
        continue;
      }
      int at = line.startsWith("> ") ? 2 : line.charAt(0) == '>' ? 1 : 0;
      if (line.length() > 12 && (beginsReturned(line, at) || isFooter(lines, i))) {
        return i;
      }
      if (isFolded(line, at)) {
        continue;
      }
      if (!isField(line, at)) {
        block = -1;
        continue;
      }
      if (block < 0) {
        block = i;
        from = false;
        technical = false;
      }
      from |= AddressText.regionIs(line, at, "from: ");
      technical |= isTechnical(line, at);
      if (from && technical && i > block + 1) {
        return block;
      }
    }
    return lines.size();
  }

  private static boolean beginsReturned(String line, int at) {
    char c = line.charAt(at);
    return (c == 'R' || c == 'r' || c == 'D')
        && (AddressText.regionIs(line, at, "received: ")
            || AddressText.regionIs(line, at, "received:from ")
            || AddressText.regionIs(line, at, "return-path: <")
            || AddressText.regionIs(line, at, "dkim-signature: "));
  }

  private static boolean isFolded(String line, int at) {
    return at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t');
  }

  private static boolean isField(String line, int at) {
    int i = at;
    while (i < line.length()
        && (AddressText.isAsciiAlnum(line.charAt(i)) || line.charAt(i) == '-')) {
      i++;
    }
    return i > at + 1 && i < line.length() && line.charAt(i) == ':';
  }

  /** A field that people do not copy when they only quote who wrote to whom. */
  private static boolean isTechnical(String line, int at) {
    return (at > 0 && AddressText.regionIs(line, at, "subject: "))
        || AddressText.regionIs(line, at, "message-id: <")
        || AddressText.regionIs(line, at, "mime-version: 1.0")
        || AddressText.regionIs(line, at, "content-type: ");
  }

  /** {@code ______ News mailing list / News@lists.example.org}, as list software adds it. */
  private static boolean isFooter(List<String> lines, int at) {
    String line = lines.get(at);
    for (int i = 0; i < RULE; i++) {
      if (i >= line.length() || line.charAt(i) != '_') {
        return false;
      }
    }
    return at + 1 < lines.size() && lines.get(at + 1).contains("mailing list");
  }
}
