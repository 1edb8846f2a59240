package org.bouncescan.dsn;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The words of an HTML part, with line ends where a browser would break the line. Linear; not a renderer. */
final class HtmlText {
  private static final int LONGEST_ENTITY = 11;

  private static final Map<String, String> ENTITIES = entities();
  private static final String BREAKING =
      " br p div tr li h1 h2 h3 h4 h5 h6 table ul ol pre blockquote hr title body td th dd dt ";

  private HtmlText() {}

  /** The names of HTML 4 for the characters U+00A0 to U+00FF, in their order, and a few others. */
  private static Map<String, String> entities() {
    String latin =
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 "
            + "acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml "
            + "Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde "
            + "Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig "
            + "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
            + "oslash ugrave uacute ucirc uuml yacute thorn yuml";
    Map<String, String> all = new HashMap<>();
    char c = '\u00a0';
    for (String name : latin.split(" ", -1)) {
      all.put(name, String.valueOf(c++));
    }
    all.putAll(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " "));
    all.putAll(Map.of(
        "rsquo", "'", "lsquo", "'", "ldquo", "\"", "rdquo", "\"", "ndash", "-", "mdash", "-", "shy",
        ""));
    return Map.copyOf(all);
  }

  static String of(String html) {
    StringBuilder out = new StringBuilder(html.length());
    int i = 0;
    while (i < html.length()) {
      char c = html.charAt(i);
      if (c == '<' && isTag(html, i)) {
        i = tag(html, i, out);
      } else if (c == '&') {
        i = entity(html, i, out);
      } else {
        if (c == '\n' || c == '\r' || c == '\t') {
          c = ' ';
        }
        boolean doubled = c == ' ' && (out.length() == 0 || out.charAt(out.length() - 1) <= ' ');
        if (!doubled) {
          out.append(c);
        }
        i++;
      }
    }
    return out.toString();
  }

  /** {@code <user@example.org>} is an address that somebody forgot to escape. */
  private static boolean isTag(String html, int at) {
    if (at + 1 >= html.length()) {
      return false;
    }
    char next = html.charAt(at + 1);
    if (next == '/' || next == '!' || next == '?') {
      return true;
    }
    int i = at + 1;
    while (i < html.length() && i < at + 20 && Character.isLetterOrDigit(html.charAt(i))) {
      i++;
    }
    return i > at + 1 && i < html.length() && " \t\r\n/>:".indexOf(html.charAt(i)) >= 0;
  }

  private static int tag(String html, int at, StringBuilder out) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at);
      return end < 0 ? html.length() : end + 3;
    }
    int end = html.indexOf('>', at);
    if (end < 0) {
      return html.length();
    }
    int from = html.charAt(at + 1) == '/' ? at + 2 : at + 1;
    int to = from;
    while (to < end && Character.isLetterOrDigit(html.charAt(to))) {
      to++;
    }
    String name = html.substring(from, to).toLowerCase(Locale.ROOT);
    if (from == at + 1 && (name.equals("style") || name.equals("script"))) {
      int close = html.indexOf("</" + html.substring(from, to), end);
      return close < 0 ? html.length() : close;
    }
    if (BREAKING.contains(" " + name + " ")) {
      int last = out.length() - 1;
      // two in a row make the empty line that separates paragraphs
      boolean enough = last >= 1 && out.charAt(last) == '\n' && out.charAt(last - 1) == '\n';
      if (last >= 0 && !enough) {
        out.append('\n');
      }
    }
    return end + 1;
  }

  private static int entity(String html, int at, StringBuilder out) {
    int end = AddressText.indexOf(html, ';', at, Math.min(html.length(), at + LONGEST_ENTITY));
    if (end < 0) {
      out.append('&');
      return at + 1;
    }
    String name = html.substring(at + 1, end);
    String known = ENTITIES.get(name);
    known = known == null ? ENTITIES.get(name.toLowerCase(Locale.ROOT)) : known;
    if (known != null) {
      out.append(known);
      return end + 1;
    }
    if (name.startsWith("#")) {
      try {
        boolean hex = name.length() > 1 && Character.toLowerCase(name.charAt(1)) == 'x';
        out.appendCodePoint(
            hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1)));
        return end + 1;
      } catch (IllegalArgumentException e) { // no number, or no code point
        out.append('&');
        return at + 1;
      }
    }
    out.append('&');
    return at + 1;
  }
}
