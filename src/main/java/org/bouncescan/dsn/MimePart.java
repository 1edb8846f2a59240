package org.bouncescan.dsn;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A MIME entity (RFC 2045, RFC 2046): a message or a part of one, as a range of the bytes it stands in.
 *
 * @param data the bytes it stands in
 * @param bodyStart index of the first byte of its body
 * @param bodyEnd index after the last byte of its body
 * @param contentType Content-Type as written, unfolded; empty when absent
 * @param type {@code type/subtype} in lower case; {@code text/plain} when absent
 * @param children its parts, for a multipart
 * @param isOpen true where what it stands in ended before a delimiter closed it, as when a message is cut off
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are those of the message, never compared
record MimePart(
    HeaderFields header,
    byte[] data,
    int bodyStart,
    int bodyEnd,
    String contentType,
    String type,
    List<MimePart> children,
    boolean isOpen) {
  MimePart {
    Objects.requireNonNull(header, "header is null");
    children = List.copyOf(children);
  }

  /** True for a part whose body is said to be a message, whole or its header. */
  boolean isReturned() {
    return switch (type) {
      case "message/rfc822",
          "message/rfc822-headers",
          "text/rfc822-headers",
          "text/rfc822-header",
          "text/rfc822",
          "message/global",
          "message/global-headers",
          "message/partial" -> true;
      default -> false;
    };
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  /** A parameter of the Content-Type, unquoted; null when absent. */
  @Nullable
  String parameter(String name) {
    return parameter(contentType, name);
  }

  /** The body without its transfer encoding, at most {@code most} bytes of it. */
  byte[] decoded(int most) {
    String encoding = header.raw("Content-Transfer-Encoding");
    String name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("base64") && TransferEncoding.looksLikeBase64(data, bodyStart, bodyEnd)) {
      return TransferEncoding.base64(data, bodyStart, bodyEnd, most);
    }
    if (name.startsWith("quoted-printable")) {
      return TransferEncoding.quotedPrintable(data, bodyStart, bodyEnd, most);
    }
    int length = Math.min(most, bodyEnd - bodyStart);
    byte[] copy = new byte[length];
    System.arraycopy(data, bodyStart, copy, 0, length);
    return copy;
  }

  /** The body as text, from at most {@code most} bytes. */
  String text(int most) {
    byte[] bytes = decoded(most);
    return Charsets.decode(bytes, 0, bytes.length, parameter("charset"));
  }

  /** A parameter of a structured field value (RFC 2045 section 5.1); null when absent. */
  static @Nullable String parameter(String value, String name) {
    int at = value.indexOf(';');
    while (at >= 0) {
      int start = skipSpace(value, at + 1);
      int equals = value.indexOf('=', start);
      if (equals < 0) {
        return null;
      }
      int from = skipSpace(value, equals + 1);
      boolean quoted = from < value.length() && value.charAt(from) == '"';
      int to = quoted ? value.indexOf('"', from + 1) : value.indexOf(';', from);
      if (to < 0) {
        to = value.length();
      }
      if (value.substring(start, equals).strip().equalsIgnoreCase(name)) {
        return quoted
            ? value.substring(from + 1, to)
            : value.substring(from, to).strip();
      }
      at = value.indexOf(';', to);
    }
    return null;
  }

  private static int skipSpace(String value, int from) {
    int i = from;
    while (i < value.length() && value.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
