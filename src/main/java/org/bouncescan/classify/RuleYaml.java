package org.bouncescan.classify;

import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A group of keys in a YAML data file, read strictly; every error names file, line, key and cure. */
final class RuleYaml {
  private static final int MAX_CHARACTERS = 4_000_000;
  private static final int MAX_DEPTH = 20;

  private final String file;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private RuleYaml(String file, Node node) {
    this.file = file;
    this.line = line(node);
    if (!(node instanceof MappingNode mapping)) {
      throw new RuleFileException(file, line, "expected keys here, as in 'key: value'");
    }
    for (NodeTuple entry : mapping.getValue()) {
      int at = line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new RuleFileException(file, at, "a key must be a word");
      }
      if (values.put(key.getValue(), entry.getValueNode()) != null) {
        throw new RuleFileException(
            file, at, "key '" + key.getValue() + "' stands here a second time; remove one");
      }
      lines.put(key.getValue(), at);
    }
  }

  /** The keys at the top of a file. */
  static RuleYaml read(String file, Reader text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    try {
      Node root = new Yaml(options).compose(text);
      if (root == null) {
        throw new RuleFileException(
            file, 0, "the file is empty; it needs 'family:' and 'rules:' (or remove it)");
      }
      return new RuleYaml(file, root);
    } catch (MarkedYAMLException e) {
      int at = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new RuleFileException(
          file, at, "not valid YAML: " + e.getProblem() + "; quotes round the text often help");
    } catch (YAMLException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new RuleFileException(file, 0, "not in UTF-8; save it as UTF-8");
      }
      throw new RuleFileException(file, 0, "not valid YAML: " + e.getMessage());
    }
  }

  RuleFileException error(String key, String problem) {
    return new RuleFileException(file, lines.getOrDefault(key, line), "'" + key + "' " + problem);
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** Refuses every key that is none of {@code known}. */
  void only(List<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new RuleFileException(
            file,
            lines.getOrDefault(key, line),
            "unknown key '" + key + "'; known here: " + String.join(", ", known));
      }
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    String text = optionalText(key);
    if (text == null || text.isBlank()) {
      throw error(key, "is missing; add '" + key + ": …'");
    }
    return text;
  }

  @Nullable
  String optionalText(String key) {
    Node node = values.get(key);
    return node == null ? null : scalar(key, node);
  }

  boolean flag(String key, boolean preset) {
    String text = optionalText(key);
    if (text == null) {
      return preset;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw error(key, "must be true or false, not '" + text + "'");
  }

  /** One text or a list of them; empty where the key is absent. */
  List<String> texts(String key) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : items(node)) {
      texts.add(scalar(key, item));
    }
    return List.copyOf(texts);
  }

  /** A list of groups; empty where the key is absent. */
  List<RuleYaml> groups(String key) {
    Node node = values.get(key);
    return node == null
        ? List.of()
        : items(node).stream().map(item -> new RuleYaml(file, item)).toList();
  }

  @Nullable
  RuleYaml group(String key) {
    Node node = values.get(key);
    return node == null ? null : new RuleYaml(file, node);
  }

  /** A list in which a plain text stands for a group with that text alone. */
  List<RuleYaml> groupsOrTexts(String key, String textKey) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    List<RuleYaml> groups = new ArrayList<>();
    for (Node item : items(node)) {
      if (item instanceof ScalarNode scalar) {
        groups.add(new RuleYaml(file, scalar, textKey));
      } else {
        groups.add(new RuleYaml(file, item));
      }
    }
    return groups;
  }

  private RuleYaml(String file, ScalarNode node, String key) {
    this.file = file;
    this.line = line(node);
    values.put(key, node);
    lines.put(key, line);
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode list ? list.getValue() : List.of(node);
  }

  private String scalar(String key, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new RuleFileException(file, line(node), "'" + key + "' must be a text; put it in quotes");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
