package org.bouncescan.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message apart into its MIME parts (RFC 2046 section 5.1). Lenient where mail is broken: a boundary that is
 * missing or wrong is looked for in the body, an unterminated part ends with the one around it. Bounded in depth and
 * number; what lies beyond stays one part.
 */
final class MimeParser {
  private static final int LONGEST_BOUNDARY = 200;
  // how far a boundary that the header does not name is looked for
  private static final int GUESSED_WITHIN = 65_536;

  private final byte[] data;
  private final Limits limits;
  private int parts;
  private boolean overLimit;

  private MimeParser(byte[] data, Limits limits) {
    this.data = data;
    this.limits = limits;
  }

  /**
   * A message taken apart.
   *
   * @param overLimit true where parts lie beyond {@link Limits#parts} or {@link Limits#mimeDepth}
   */
  record Parsed(MimePart root, boolean overLimit) {}

  static Parsed parse(byte[] data, int from, int to, Limits limits) {
    MimeParser parser = new MimeParser(data, limits);
    MimePart root = parser.part(from, to, 0, false);
    return new Parsed(root, parser.overLimit);
  }

  private MimePart part(int from, int to, int depth, boolean isOpen) {
    parts++;
    HeaderFields header = depth > 0 && startsWithEmptyLine(from, to)
        ? HeaderFields.NONE
        : HeaderFields.read(data, from, to, limits);
    int body = header == HeaderFields.NONE ? Bytes.nextLine(data, from, to) : header.end();
    String contentType = header.raw("Content-Type");
    contentType = contentType == null ? "" : contentType;
    String type = type(contentType);
    List<MimePart> children = List.of();
    if (type.startsWith("multipart/")) {
      if (depth >= limits.mimeDepth()) {
        overLimit = true;
      } else {
        children = children(body, to, contentType, depth);
      }
      if (children.isEmpty()) {
        type = "text/plain";
      }
    }
    return new MimePart(header, data, body, to, contentType, type, children, isOpen);
  }

  /** A part without a header of its own begins with the empty line. */
  private boolean startsWithEmptyLine(int from, int to) {
    return from < to && (data[from] == '\n' || data[from] == '\r');
  }

  private static String type(String contentType) {
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    int space = type.indexOf(' ');
    type = (space < 0 ? type : type.substring(0, space)).toLowerCase(Locale.ROOT);
    return type.indexOf('/') < 0 ? "text/plain" : type;
  }

  private List<MimePart> children(int from, int to, String contentType, int depth) {
    String named = MimePart.parameter(contentType, "boundary");
    List<MimePart> children = named == null || named.isEmpty() || named.length() > LONGEST_BOUNDARY
        ? List.of()
        : split(
            from, to, ("--" + named.stripTrailing()).getBytes(StandardCharsets.ISO_8859_1), depth);
    if (children.isEmpty()) {
      byte[] guessed = guess(from, to);
      children = guessed == null ? List.of() : split(from, to, guessed, depth);
    }
    return children;
  }

  private List<MimePart> split(int from, int to, byte[] delimiter, int depth) {
    List<MimePart> children = new ArrayList<>();
    int start = -1;
    int at = from;
    while (at < to) {
      int lineEnd = Bytes.lineEnd(data, at, to);
      int next = Bytes.nextLine(data, lineEnd, to);
      if (isDelimiter(at, lineEnd, delimiter)) {
        if (start >= 0) {
          children.add(part(start, beforeLineEnd(start, at), depth + 1, false));
        }
        boolean closes = closes(at + delimiter.length, lineEnd);
        start = closes ? -1 : next;
        if (parts >= limits.parts()) {
          overLimit = true;
          return children;
        }
        if (closes) {
          return children;
        }
      }
      at = next;
    }
    if (start >= 0 && start < to) {
      children.add(part(start, to, depth + 1, true));
    }
    return children;
  }

  /** The line end before a delimiter belongs to the delimiter. */
  private int beforeLineEnd(int start, int delimiter) {
    int end = delimiter;
    if (end > start && data[end - 1] == '\n') {
      end--;
    }
    if (end > start && data[end - 1] == '\r') {
      end--;
    }
    return end;
  }

  private boolean isDelimiter(int at, int lineEnd, byte[] delimiter) {
    if (lineEnd - at < delimiter.length || data[at] != '-') {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (data[at + i] != delimiter[i]) {
        return false;
      }
    }
    int rest = at + delimiter.length;
    return Bytes.trimEnd(data, rest, lineEnd) == rest || closes(rest, lineEnd);
  }

  private boolean closes(int at, int lineEnd) {
    return lineEnd - at >= 2
        && data[at] == '-'
        && data[at + 1] == '-'
        && Bytes.trimEnd(data, at + 2, lineEnd) == at + 2;
  }

  /** The first line that begins with two hyphens and is followed by a Content field, without its line end. */
  private byte @Nullable [] guess(int from, int to) {
    int at = from;
    int until = Math.min(to, from + GUESSED_WITHIN);
    while (at < until) {
      int lineEnd = Bytes.lineEnd(data, at, to);
      int next = Bytes.nextLine(data, lineEnd, to);
      int end = Bytes.trimEnd(data, at, lineEnd);
      if (Bytes.startsWith(data, at, end, "--")
          && end - at > 2
          && end - at <= LONGEST_BOUNDARY
          && Bytes.startsWith(data, next, to, "content-")) {
        byte[] delimiter = new byte[end - at];
        System.arraycopy(data, at, delimiter, 0, delimiter.length);
        return delimiter;
      }
      at = next;
    }
    return null;
  }
}
