package org.bouncescan.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Writes flat JSON objects, one a line. */
final class JsonLines implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactoryBuilder()
      .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
      .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
      .build();

  private final JsonGenerator json;

  JsonLines(Writer out) {
    try {
      json = FACTORY.createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /** Writes a field: a string, a number, a truth value, or null. */
  JsonLines field(String name, @Nullable Object value) {
    try {
      json.writeFieldName(name);
      if (value == null) {
        json.writeNull();
      } else if (value instanceof Boolean truth) {
        json.writeBoolean(truth);
      } else if (value instanceof Integer number) {
        json.writeNumber(number);
      } else {
        json.writeString(value.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  JsonLines start() {
    try {
      json.writeStartObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  void end() {
    try {
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the last line; the stream stays open. */
  @Override
  public void close() {
    try {
      if (json.getOutputContext().getEntryCount() > 0) {
        json.writeRaw('\n');
      }
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
