package org.bouncescan.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The data files of this package. */
final class Resource {
  private Resource() {}

  static RuleYaml yaml(String name) {
    try (InputStreamReader text = open(name)) {
      return RuleYaml.read(name, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStreamReader open(String name) {
    InputStream in = Resource.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("missing in this build: " + name);
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }
}
