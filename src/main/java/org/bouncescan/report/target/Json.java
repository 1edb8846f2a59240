package org.bouncescan.report.target;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** JSON as bodies of requests need it. */
final class Json {
  private Json() {}

  /** A string with its quotes. */
  static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 8).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }
}
