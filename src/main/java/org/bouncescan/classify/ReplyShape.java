package org.bouncescan.classify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reply on one line, with what differs from message to message masked: {@code [address]}, {@code [IP]}, {@code [id]},
 * {@code [n]}, {@code [time]}. One pass over the text. Replies of one shape mean the same.
 *
 * @param text the masked reply; URLs are kept
 * @param quotesUs true where the unmasked reply quotes an IP or domain of ours
 * @param domain of the only address it names, or of the first of several; null where it names none
 */
record ReplyShape(String text, boolean quotesUs, @Nullable String domain) {
  /** What a longer reply says further down is not read. */
  static final int MAX_CHARS = 4_096;

  static ReplyShape of(String reply, SenderIdentity sender) {
    String bounded = reply.length() > MAX_CHARS ? reply.substring(0, MAX_CHARS) : reply;
    Masker masker = new Masker(Fold.compose(unlogged(bounded)), sender);
    masker.run();
    return new ReplyShape(masker.out.toString(), masker.quotesUs, masker.domain);
  }

  /** A reply as qmail-send logs it, {@code Remote_host_said:_550_no_such_user./}, with its blanks. */
  private static String unlogged(String reply) {
    return reply.contains("_said:_") ? reply.replace('_', ' ').replace("./", ". ") : reply;
  }

  private static final class Masker {
    private final String in;
    private final int length;
    private final SenderIdentity sender;
    private final StringBuilder out;
    private boolean quotesUs;
    private @Nullable String domain;

    Masker(String in, SenderIdentity sender) {
      this.in = in;
      this.length = Math.min(in.length(), MAX_CHARS);
      this.sender = sender;
      this.out = new StringBuilder(length + 16);
    }

    /** Words without a digit, a colon or an '@' are copied as they are: most of them. */
    void run() {
      int i = 0;
      while (i < length) {
        if (isBlank(in.charAt(i))) {
          i++;
          continue;
        }
        int end = i;
        boolean special = false;
        while (end < length && !isBlank(in.charAt(end))) {
          char c = in.charAt(end);
          special |= c == '@' || c == '.' || c == ':' || isDigit(c);
          end++;
        }
        if (out.length() > 0) {
          out.append(' ');
        }
        if (special) {
          word(i, end);
        } else {
          out.append(in, i, end);
        }
        i = end;
      }
    }

    /** A run of anything but blanks: pieces between brackets, quotes and commas. */
    private void word(int start, int end) {
      int i = start;
      while (i < end) {
        if (isSeparator(in.charAt(i))) {
          out.append(in.charAt(i++));
          continue;
        }
        int stop = i;
        int at = -1;
        while (stop < end && !isSeparator(in.charAt(stop))) {
          if (in.charAt(stop) == '@') {
            at = stop;
          }
          stop++;
        }
        if (at > i && at + 1 < stop && isHostChar(in.charAt(at + 1))) {
          address(i, at, stop);
        } else {
          quotesUs |= namesUs(i, stop);
          parts(i, stop);
        }
        i = stop;
      }
    }

    private void address(int start, int at, int stop) {
      int from = at;
      while (from > start && isLocalPart(in.charAt(from - 1))) {
        from--;
      }
      int to = at + 1;
      while (to < stop && isHostChar(in.charAt(to))) {
        to++;
      }
      if (in.charAt(to - 1) == '.') {
        to--;
      }
      parts(start, from);
      quotesUs |= namesUs(at + 1, to);
      out.append("[address]");
      if (domain == null) {
        domain = in.substring(at + 1, to);
      }
      parts(to, stop);
    }

    /** True where a host name between the two is one of ours or below one. */
    private boolean namesUs(int start, int stop) {
      if (sender.domains().isEmpty()) {
        return false;
      }
      int i = start;
      while (i < stop) {
        int end = i;
        while (end < stop && isHostChar(in.charAt(end))) {
          end++;
        }
        if (end > i && sender.ownsDomain(in.substring(i, end).toLowerCase(Locale.ROOT))) {
          return true;
        }
        i = end + 1;
      }
      return false;
    }

    /** Copies, with what looks like an IP address, an id, a number or a time masked. */
    private void parts(int start, int stop) {
      int i = start;
      while (i < stop) {
        if (!isAlphanumeric(in.charAt(i))) {
          out.append(in.charAt(i++));
          continue;
        }
        int end = ip(i, stop);
        if (end > i) {
          quotesUs |= sender.ownsIp(in.substring(i, end).toLowerCase(Locale.ROOT));
          out.append("[IP]");
        } else {
          end = run(i, stop);
        }
        i = end;
      }
    }

    /** A run of letters and digits; returns where it ends. */
    private int run(int start, int stop) {
      int end = start;
      int digits = 0;
      int changes = 0;
      while (end < stop && isAlphanumeric(in.charAt(end))) {
        boolean digit = isDigit(in.charAt(end));
        digits += digit ? 1 : 0;
        changes += end > start && digit != isDigit(in.charAt(end - 1)) ? 1 : 0;
        end++;
      }
      int chars = end - start;
      if (digits == chars) {
        int time = time(start, stop);
        if (time > end) {
          out.append("[time]");
          return time;
        }
        return mask(chars >= 6 ? "[n]" : null, start, end);
      }
      boolean id = (chars >= 9 && changes >= 2 && digits >= 2) || (chars >= 16 && digits >= 4);
      mask(id ? "[id]" : null, start, end);
      if (id && end + 1 < stop && in.charAt(end) == '.' && isDigit(in.charAt(end + 1))) {
        end++; // the counter of "d2e1a72fcca58-1234567b3a.123"
        while (end < stop && isDigit(in.charAt(end))) {
          end++;
        }
      }
      return end;
    }

    private int mask(@Nullable String mask, int start, int end) {
      if (mask == null) {
        out.append(in, start, end);
      } else {
        out.append(mask);
      }
      return end;
    }

    /** Where a time of day that begins here ends; {@code start} where none does. */
    private int time(int start, int stop) {
      int i = start;
      int groups = 0;
      while (groups < 3 && i + 1 < stop && isDigit(in.charAt(i)) && isDigit(in.charAt(i + 1))) {
        i += 2;
        groups++;
        if (i + 2 < stop && in.charAt(i) == ':' && isDigit(in.charAt(i + 1)) && groups < 3) {
          i++;
        } else {
          break;
        }
      }
      return groups >= 2 ? i : start;
    }

    /** Where an IPv4 or IPv6 address that begins here ends; {@code start} where none does. */
    private int ip(int start, int stop) {
      int dots = 0;
      int colons = 0;
      boolean letters = false;
      boolean pair = false;
      int run = 0;
      int i = start;
      for (; i < stop; i++) {
        char c = in.charAt(i);
        if (c == '.' || c == ':') {
          dots += c == '.' ? 1 : 0;
          colons += c == ':' ? 1 : 0;
          pair |= c == ':' && i > start && in.charAt(i - 1) == ':';
          run = 0;
        } else if (isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
          letters |= !isDigit(c);
          if (++run > 4) {
            return start;
          }
        } else {
          break;
        }
      }
      if (i < stop && isAlphanumeric(in.charAt(i))) {
        return start;
      }
      while (i > start && (in.charAt(i - 1) == '.' || in.charAt(i - 1) == ':')) {
        dots -= in.charAt(i - 1) == '.' ? 1 : 0;
        colons -= in.charAt(i - 1) == ':' ? 1 : 0;
        i--;
      }
      boolean v4 = dots == 3 && colons == 0 && !letters;
      boolean v6 = colons >= 3 || (colons == 2 && pair);
      return v4 || v6 ? i : start;
    }

    private static boolean isBlank(char c) {
      return c <= ' ' || c == '\u007F';
    }

    private static boolean isSeparator(char c) {
      return "<>()[]{}\"',;".indexOf(c) >= 0;
    }

    private static boolean isLocalPart(char c) {
      return isAlphanumeric(c) || c > 127 || "!#$%&*+-/=?^_`|~.".indexOf(c) >= 0;
    }

    private static boolean isHostChar(char c) {
      return isAlphanumeric(c) || c > 127 || c == '.' || c == '-' || c == '_';
    }

    private static boolean isAlphanumeric(char c) {
      return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
