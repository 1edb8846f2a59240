package org.bouncescan.classify;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rules in the order in which they are asked: the operator's own, then those that name a provider or host, then the
 * rest, the surest and the most telling category first. Immutable.
 */
public final class RuleBook {
  private static final String FOLDER = "rules/";

  private static final class Holder {
    static final RuleBook BUILT_IN = new RuleBook(readBuiltIn());
  }

  private final List<Rule> rules;
  private final Map<String, Rule> byId = new HashMap<>();

  private RuleBook(List<Rule> rules) {
    this.rules = rules.stream().sorted(RuleOrder.INSTANCE).toList();
    for (Rule rule : rules) {
      Rule other = byId.put(rule.id(), rule);
      if (other != null) {
        // the built-in one can't be changed
        boolean first = other.own() && !rule.own();
        throw taken(first ? other : rule, first ? rule : other);
      }
    }
  }

  private static RuleFileException taken(Rule rule, Rule by) {
    return new RuleFileException(
        rule.file(),
        rule.line(),
        "'id' " + rule.id() + " is taken by " + by.file() + ":" + by.line() + "; choose another");
  }

  /** The rules that come with the program. */
  public static RuleBook builtIn() {
    return Holder.BUILT_IN;
  }

  /**
   * The built-in rules, and before them those of the operator.
   *
   * @param own rule files, or folders whose {@code *.yml} files are read in the order of their names
   * @throws RuleFileException when one can't be used; the message names file, line, key and cure
   */
  public static RuleBook load(List<Path> own) {
    return withOwn(own(own));
  }

  /**
   * The rules of the operator's alone; quick, since the built-in ones are not read.
   *
   * @param own as for {@link #load}
   * @throws RuleFileException as for {@link #load}
   */
  public static List<Rule> own(List<Path> own) {
    List<Rule> rules = new ArrayList<>();
    for (Path path : own) {
      for (Path file : files(path)) {
        rules.addAll(read(file));
      }
    }
    return new RuleBook(rules).rules();
  }

  /** The built-in rules, and before them {@code own}. */
  public static RuleBook withOwn(List<Rule> own) {
    if (own.isEmpty()) {
      return builtIn();
    }
    List<Rule> rules = new ArrayList<>(own);
    rules.addAll(builtIn().rules());
    return new RuleBook(rules);
  }

  /** The rules of one file of the operator's. */
  static List<Rule> read(Path file) {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return RuleFile.read(file.toString(), text, true, Providers.builtIn());
    } catch (NoSuchFileException e) {
      throw new RuleFileException(file.toString(), 0, "no such file; check the name");
    } catch (IOException e) {
      throw new RuleFileException(file.toString(), 0, "can't be read: " + e.getMessage());
    }
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".yml") || name.endsWith(".yaml");
          })
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RuleFileException(path.toString(), 0, "can't be read: " + e.getMessage());
    }
  }

  private static List<Rule> readBuiltIn() {
    Providers providers = Providers.builtIn();
    // Every start waits for this, and the families know nothing of each other.
    return Resource.yaml(FOLDER + "index.yml").texts("families").parallelStream()
        .map(family -> readBuiltIn(family, providers))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Rule> readBuiltIn(String family, Providers providers) {
    String name = FOLDER + family + ".yml";
    try (InputStreamReader text = Resource.open(name)) {
      return RuleFile.read(name, text, false, providers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rules, in the order in which they are asked. */
  public List<Rule> rules() {
    return rules;
  }

  /** The rule with this id; null where there is none, as for a verdict by code alone. */
  public @Nullable Rule rule(String id) {
    return byId.get(id);
  }

  /** The rules in whose id, category, phrases, examples or source all {@code words} stand. */
  public List<Rule> search(String words) {
    String[] wanted = Fold.phrase(words).strip().split(" ");
    return rules.stream()
        .filter(rule -> {
          String text = Fold.phrase(String.join(
              " ",
              rule.id(),
              rule.category().label(),
              rule.subtype() == null ? "" : rule.subtype(),
              String.join(" ", rule.match()),
              String.join(" ", rule.all()),
              String.join(
                  " ", rule.examples().stream().map(it -> it.reply().text()).toList()),
              rule.source()));
          return Stream.of(wanted).allMatch(text::contains);
        })
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  /** What every category means, who can fix it and what others call it, as a Markdown page. */
  public String markdown() {
    return Catalogue.markdown(this);
  }
}
