package org.bouncescan.dsn;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes to text by a charset that may be missing, unknown or wrong. Always gives text. */
final class Charsets {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset ISO_2022_JP = Charset.forName("ISO-2022-JP");

  // names that mail uses and the JDK does not know, or knows for a narrower set
  private static final Map<String, String> ALIASES = Map.ofEntries(
      Map.entry("iso-8859-1", "windows-1252"),
      Map.entry("latin1", "windows-1252"),
      Map.entry("us-ascii", "windows-1252"),
      Map.entry("ascii", "windows-1252"),
      Map.entry("ansi_x3.4-1968", "windows-1252"),
      Map.entry("utf8", "UTF-8"),
      Map.entry("unicode-1-1-utf-8", "UTF-8"),
      Map.entry("gb2312", "GB18030"),
      Map.entry("gb_2312-80", "GB18030"),
      Map.entry("gbk", "GB18030"),
      Map.entry("x-gbk", "GB18030"),
      Map.entry("x-sjis", "windows-31j"),
      Map.entry("shift_jis", "windows-31j"),
      Map.entry("shift-jis", "windows-31j"),
      Map.entry("sjis", "windows-31j"),
      Map.entry("x-euc-jp", "EUC-JP"),
      Map.entry("ks_c_5601-1987", "x-windows-949"),
      Map.entry("euc-kr", "x-windows-949"),
      Map.entry("cp1252", "windows-1252"),
      Map.entry("iso-8859-8-i", "ISO-8859-8"));

  private static final List<Charset> JAPANESE =
      List.of(StandardCharsets.UTF_8, Charset.forName("EUC-JP"), Charset.forName("windows-31j"));

  private Charsets() {}

  /** Text of the bytes {@code from} to {@code to}. */
  static String decode(byte[] data, int from, int to, @Nullable String declared) {
    Bits bits = Bits.of(data, from, to);
    if (bits == Bits.ASCII && isUtf7(declared)) {
      return Utf7.decode(data, from, to);
    }
    if (bits == Bits.ASCII) {
      return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }
    if (bits == Bits.WITH_NULS) {
      return withNuls(data, from, to, declared);
    }
    if (bits == Bits.ISO_2022) { // whatever it is called: no other charset has these escapes
      return new String(data, from, to - from, ISO_2022_JP);
    }
    Charset charset = forName(declared);
    String name = charset == null ? "" : charset.name();
    if (charset != null && !name.equals("windows-1252") && !name.equals("ISO-2022-JP")) {
      String text = strictly(data, from, to, charset);
      if (text != null) {
        return text;
      }
    }
    String utf8 = strictly(data, from, to, StandardCharsets.UTF_8);
    if (utf8 != null) {
      return utf8;
    }
    if (isJapanese(name)) {
      for (Charset other : JAPANESE) {
        String text = strictly(data, from, to, other);
        if (text != null) {
          return text;
        }
      }
    }
    return new String(data, from, to - from, charset == null ? WINDOWS_1252 : charset);
  }

  /** Text in UTF-16 or UTF-32 where it is said to be so; in all else a NUL stands for nothing. */
  private static String withNuls(byte[] data, int from, int to, @Nullable String declared) {
    Charset charset = forName(declared);
    if (charset != null
        && charset.name().startsWith("UTF-")
        && !charset.equals(StandardCharsets.UTF_8)) {
      return new String(data, from, to - from, charset);
    }
    byte[] rest = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      if (data[i] != 0) {
        rest[length++] = data[i];
      }
    }
    return decode(rest, 0, length, declared);
  }

  private static boolean isUtf7(@Nullable String declared) {
    int length = declared == null ? 0 : declared.length();
    return length > 4
        && declared != null
        && declared.regionMatches(true, length - 5, "utf-7", 0, 5);
  }

  private static boolean isJapanese(String name) {
    return name.equals("ISO-2022-JP") || name.equals("EUC-JP") || name.equals("windows-31j");
  }

  /** The charset by its name in mail; null when there is none of that name. */
  static @Nullable Charset forName(@Nullable String declared) {
    if (declared == null || declared.length() > 40) {
      return null;
    }
    String name = declared.strip().toLowerCase(Locale.ROOT);
    try {
      return Charset.forName(ALIASES.getOrDefault(name, name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  private static @Nullable String strictly(byte[] data, int from, int to, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(data, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private enum Bits {
    ASCII,
    ISO_2022,
    EIGHT,
    WITH_NULS;

    static Bits of(byte[] data, int from, int to) {
      Bits bits = ASCII;
      boolean eight = false;
      for (int i = from; i < to; i++) {
        byte b = data[i];
        if (b >= ' ') {
          continue;
        }
        if (b == 0) {
          return WITH_NULS;
        }
        if (b < 0) {
          eight = true;
        } else if (b == 0x1b && i + 1 < to && (data[i + 1] == '$' || data[i + 1] == '(')) {
          bits = ISO_2022;
        }
      }
      return eight ? EIGHT : bits;
    }
  }
}
