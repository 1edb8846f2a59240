package org.bouncescan.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bouncescan.dsn.DialectDescription.Evidence;
import org.bouncescan.dsn.DialectDescription.Form;
import org.bouncescan.dsn.DialectDescription.ReasonPlace;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a {@link DialectDescription} from YAML. Strict: what it doesn't know is an error that names file and line. */
final class DialectFile {
  private static final Set<String> KEYS = Set.of(
      "dialect",
      "source",
      "recognise",
      "copy",
      "delayed",
      "failed",
      "delivered",
      "transcript",
      "silent",
      "header-first",
      "of-list",
      "forms");
  private static final Set<String> EVIDENCE = Set.of("from", "subject", "header", "text", "and");
  private static final Set<String> FORM = Set.of(
      "begin",
      "end",
      "recipients",
      "originals",
      "reasons",
      "reason-after",
      "skip",
      "reason",
      "event");

  private final String file;

  private DialectFile(String file) {
    this.file = file;
  }

  /**
   * Reads one description.
   *
   * @param file its name, for messages
   * @throws IllegalArgumentException {@code file:line: what is wrong}
   */
  static DialectDescription read(String file, InputStream yaml) {
    DialectFile reader = new DialectFile(file);
    Node root;
    try (InputStreamReader text = new InputStreamReader(yaml, StandardCharsets.UTF_8)) {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new IllegalArgumentException(file + ":" + line + ": is no YAML: " + e.getProblem(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
    if (root == null) {
      throw new IllegalArgumentException(file + ":1: the file is empty");
    }
    return reader.description(root);
  }

  private DialectDescription description(Node root) {
    Map<String, Node> keys = mapping(root, KEYS);
    return new DialectDescription(
        required(keys, root, "dialect"),
        required(keys, root, "source"),
        each(keys.get("recognise"), this::evidence),
        phrases(keys.get("copy")),
        phrases(keys.get("delayed")),
        phrases(keys.get("failed")),
        phrases(keys.get("delivered")),
        flag(keys.get("transcript")),
        flag(keys.get("silent")),
        flag(keys.get("header-first")),
        flag(keys.get("of-list")),
        each(keys.get("forms"), this::form));
  }

  private Evidence evidence(Node node) {
    Map<String, Node> keys = mapping(node, EVIDENCE);
    if (keys.isEmpty()) {
      throw error(node, "evidence without a phrase would hold for every message");
    }
    return new Evidence(
        phrases(keys.get("from")),
        phrases(keys.get("subject")),
        phrases(keys.get("header")),
        phrases(keys.get("text")),
        phrases(keys.get("and")));
  }

  private Form form(Node node) {
    Map<String, Node> keys = mapping(node, FORM);
    Node reason = keys.get("reason");
    Node event = keys.get("event");
    return new Form(
        phrases(keys.get("begin")),
        phrases(keys.get("end")),
        each(keys.get("recipients"), this::pattern),
        each(keys.get("originals"), this::pattern),
        each(keys.get("reasons"), this::pattern),
        phrases(keys.get("reason-after")),
        phrases(keys.get("skip")),
        reason == null ? ReasonPlace.AFTER : place(reason),
        event == null ? null : event(event));
  }

  private ReasonPlace place(Node node) {
    String text = text(node);
    for (ReasonPlace place : ReasonPlace.values()) {
      if (place.name().toLowerCase(Locale.ROOT).equals(text)) {
        return place;
      }
    }
    throw error(
        node, "'" + text + "' is no place of a reason; choose after, before, paragraphs or stated");
  }

  private Action event(Node node) {
    return switch (text(node)) {
      case "failed" -> Action.FAILED;
      case "delayed" -> Action.DELAYED;
      case "delivered" -> Action.DELIVERED;
      default ->
        throw error(node, "'" + text(node) + "' is no event; choose failed, delayed or delivered");
    };
  }

  private LinePattern pattern(Node node) {
    try {
      return LinePattern.of(text(node));
    } catch (IllegalArgumentException e) {
      throw error(node, String.valueOf(e.getMessage()));
    }
  }

  private List<String> phrases(@Nullable Node node) {
    return each(node, this::phrase);
  }

  private String phrase(Node node) {
    String text = text(node);
    String phrase = PhraseIndex.fold(text, text.length()).toString().strip();
    if (!PhraseIndex.isLongEnough(phrase)) {
      throw error(node, "'" + text + "' is too short to tell anything");
    }
    return phrase;
  }

  private <T> List<T> each(@Nullable Node node, Function<Node, T> type) {
    List<T> values = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        values.add(type.apply(item));
      }
    } else if (node != null) {
      values.add(type.apply(node));
    }
    return values;
  }

  private Map<String, Node> mapping(Node node, Set<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw error(
          node,
          "keys are expected here: " + String.join(", ", known.stream().sorted().toList()));
    }
    Map<String, Node> keys = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!known.contains(key)) {
        throw error(
            tuple.getKeyNode(),
            "unknown key '" + key + "'; known are "
                + String.join(", ", known.stream().sorted().toList()));
      }
      if (!seen.add(key)) {
        throw error(tuple.getKeyNode(), "'" + key + "' stands here twice");
      }
      keys.put(key, tuple.getValueNode());
    }
    return keys;
  }

  private String required(Map<String, Node> keys, Node root, String key) {
    Node node = keys.get(key);
    if (node == null) {
      throw error(root, "'" + key + "' is missing");
    }
    return text(node);
  }

  private boolean flag(@Nullable Node node) {
    String text = node == null ? "false" : text(node);
    if (!text.equals("true") && !text.equals("false")) {
      throw error(node, "'" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }

  private String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw error(node, "one value is expected here");
  }

  private IllegalArgumentException error(@Nullable Node node, String what) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    return new IllegalArgumentException(file + ":" + line + ": " + what);
  }
}
