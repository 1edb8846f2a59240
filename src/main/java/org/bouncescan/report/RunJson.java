package org.bouncescan.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** run.json: a run for machines. */
final class RunJson {
  static final String NAME = "run.json";

  private static final JsonFactory JSON = new JsonFactory();

  private RunJson() {}

  static void write(Path file, RunInfo info, Map<String, Long> outcomes, Map<String, Long> rows)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(DurableFiles.newWriter(file))) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("run", info.run());
      json.writeStringField("version", info.version());
      json.writeStringField("started", info.started().toString());
      json.writeStringField("finished", info.finished().toString());
      json.writeNumberField("exit_code", info.exitCode());
      numbers(json, "counts", info.counts());
      numbers(json, "outcomes", outcomes);
      numbers(json, "rows", rows);
      numbers(json, "millis", info.millis());
      json.writeArrayFieldStart("warnings");
      for (String warning : info.warnings()) {
        json.writeString(warning);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> it : new TreeMap<>(numbers).entrySet()) {
      json.writeNumberField(it.getKey(), it.getValue());
    }
    json.writeEndObject();
  }

  /** Which run a run.json is about; null where there is none or it can't be read. */
  static @Nullable String run(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (JsonParser json = JSON.createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("run")
            && json.nextToken() == JsonToken.VALUE_STRING) {
          return json.getText();
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }
}
