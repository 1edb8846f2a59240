package org.bouncescan.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A group of keys in a YAML file, read strictly: a key that nobody asked for is an error, and every error names file
 * and line. Ask for every key a section knows, then call {@link #end()}.
 */
final class YamlSection {
  private static final int MAX_CHARACTERS = 1_000_000;
  private static final int MAX_DEPTH = 20;

  /**
   * A value and where it stands.
   *
   * @param text as written, without quotes
   */
  record Scalar(String file, int line, String text) {
    JobFileException error(String message) {
      return new JobFileException(file, line, message);
    }
  }

  private final String file;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private YamlSection(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.line = line(node);
    if (!(node instanceof MappingNode mapping)) {
      throw new JobFileException(
          file,
          line,
          (path.isEmpty() ? "the file" : "'" + path + "'") + " must hold keys, as in 'key: value'");
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new JobFileException(file, line(entry.getKeyNode()), "a key must be a word");
      }
      if (values.put(key.getValue(), entry.getValueNode()) != null) {
        throw new JobFileException(
            file, line(key), "key '" + key.getValue() + "' stands here a second time; remove one");
      }
      lines.put(key.getValue(), line(key));
    }
  }

  /** The keys at the top of a file. */
  static YamlSection of(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Node root = new Yaml(new SafeConstructor(options)).compose(reader);
      if (root == null) {
        throw new JobFileException(file.toString(), "is empty; start from jobs/nightly.yml");
      }
      return new YamlSection(file.toString(), "", root);
    } catch (NoSuchFileException e) {
      throw new JobFileException(file.toString(), "no such file; start from jobs/nightly.yml");
    } catch (MalformedInputException e) {
      throw new JobFileException(file.toString(), "is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      throw new JobFileException(file.toString(), "can't be read: " + e.getMessage());
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new JobFileException(
          file.toString(),
          line,
          "is no YAML: " + e.getProblem() + "; look at indents, quotes and colons");
    } catch (YAMLException e) {
      throw new JobFileException(
          file.toString(),
          "is no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  String file() {
    return file;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value of a key; null when the key is absent or has no value. */
  @Nullable
  Scalar scalar(String key) {
    known.add(key);
    Node node = values.get(key);
    return node == null || isNull(node) ? null : scalar(key, node);
  }

  /** A required word. */
  String required(String key, String example) {
    Scalar scalar = scalar(key);
    if (scalar == null || scalar.text().isBlank()) {
      throw new JobFileException(
          file,
          lines.getOrDefault(key, line),
          "'" + name(key) + "' is missing, for instance '" + key + ": " + example + "'");
    }
    return scalar.text();
  }

  /** A value of some type; {@code otherwise} where the key is absent. */
  <T> T value(String key, Function<Scalar, T> type, T otherwise) {
    Scalar scalar = scalar(key);
    return scalar == null ? otherwise : type.apply(scalar);
  }

  /** A value of some type; null where the key is absent. */
  <T> @Nullable T optional(String key, Function<Scalar, T> type) {
    Scalar scalar = scalar(key);
    return scalar == null ? null : type.apply(scalar);
  }

  /** The values of a list; a single value counts as a list of one. Empty where the key is absent. */
  List<Scalar> list(String key) {
    known.add(key);
    Node node = values.get(key);
    List<Scalar> list = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(it -> list.add(scalar(key, it)));
    } else if (node != null && !isNull(node)) {
      list.add(scalar(key, node));
    }
    return list;
  }

  /** The texts of a list; {@code otherwise} where the key is absent. */
  List<String> texts(String key, List<String> otherwise) {
    List<Scalar> list = list(key);
    return has(key) ? list.stream().map(Scalar::text).toList() : otherwise;
  }

  /** A group of keys under a key; null when absent. */
  @Nullable
  YamlSection section(String key) {
    known.add(key);
    Node node = values.get(key);
    return node == null || isNull(node) ? null : new YamlSection(file, name(key), node);
  }

  /** A list of groups of keys; empty when absent. */
  List<YamlSection> sections(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw new JobFileException(
          file,
          lines.getOrDefault(key, line),
          "'" + name(key) + "' must be a list: start each entry with '- '");
    }
    List<YamlSection> sections = new ArrayList<>();
    int n = 0;
    for (Node item : sequence.getValue()) {
      n++;
      sections.add(new YamlSection(file, name(key) + "[" + n + "]", item));
    }
    return sections;
  }

  /** True when the key holds a group of keys rather than a value. */
  boolean isSection(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** All keys with a value each, for maps with free keys; they count as asked for. */
  Map<String, Scalar> entries() {
    Map<String, Scalar> entries = new LinkedHashMap<>();
    values.forEach((key, node) -> {
      known.add(key);
      entries.put(key, scalar(key, node));
    });
    return entries;
  }

  /** An error about a key, at its line, or at the section's where the key is absent. */
  JobFileException error(String key, String message) {
    return new JobFileException(file, lines.getOrDefault(key, line), message);
  }

  /** To be called when all keys were asked for: any other one is an error. */
  void end() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String close = Spelling.closest(key, known);
        throw error(
            key,
            "unknown key '" + key + "'" + (path.isEmpty() ? "" : " in '" + path + "'")
                + (close == null
                    ? "; known here: " + String.join(", ", known)
                    : " (did you mean '" + close + "'?)"));
      }
    }
  }

  private Scalar scalar(String key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw new JobFileException(file, line(node), "'" + name(key) + "' must be a single value");
    }
    return new Scalar(file, line(node), scalar.getValue());
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
