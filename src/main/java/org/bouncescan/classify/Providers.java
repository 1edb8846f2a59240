package org.bouncescan.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who runs the mail of a host or a domain: the data of providers.yml. */
final class Providers {
  private static final String FILE = "providers.yml";

  /** Built in, read once. */
  private static final class Holder {
    static final Providers BUILT_IN = read();
  }

  private final Map<String, Provider> byName = new LinkedHashMap<>();
  private final List<Provider> all = new ArrayList<>();
  private final Map<String, Integer> byHost = new HashMap<>();
  private final Map<String, Integer> byDomain = new HashMap<>();
  private final Map<String, Integer> bySign = new LinkedHashMap<>();

  private Providers() {}

  static Providers builtIn() {
    return Holder.BUILT_IN;
  }

  private static Providers read() {
    Providers providers = new Providers();
    RuleYaml top = Resource.yaml(FILE);
    top.only(List.of("providers"));
    for (RuleYaml yaml : top.groups("providers")) {
      yaml.only(List.of("name", "label", "hosts", "domains", "signs"));
      int number = providers.all.size();
      Provider provider = new Provider(yaml.text("name"), yaml.text("label"));
      if (providers.byName.put(provider.name(), provider) != null) {
        throw yaml.error("name", "'" + provider.name() + "' stands here a second time");
      }
      providers.all.add(provider);
      for (String host : yaml.texts("hosts")) {
        providers.put(providers.byHost, host, number, yaml);
      }
      for (String domain : yaml.texts("domains")) {
        providers.put(providers.byDomain, domain, number, yaml);
      }
      for (String sign : yaml.texts("signs")) {
        providers.put(providers.bySign, Fold.phrase(sign), number, yaml);
      }
    }
    return providers;
  }

  private void put(Map<String, Integer> map, String key, int number, RuleYaml yaml) {
    Integer other = map.put(key.toLowerCase(Locale.ROOT), number);
    if (other != null && other != number) {
      throw yaml.error(
          "name",
          "claims '" + key + "', as does '" + all.get(other).name() + "'; one must leave it");
    }
  }

  boolean isKnown(String name) {
    return byName.containsKey(name);
  }

  Set<String> names() {
    return byName.keySet();
  }

  int number(String name) {
    Provider provider = byName.get(name);
    return provider == null ? -1 : all.indexOf(provider);
  }

  /** Words in a reply that only one provider's servers use, with its number. */
  Map<String, Integer> signs() {
    return bySign;
  }

  @Nullable
  Provider ofHost(String host) {
    return at(lookUp(byHost, host));
  }

  @Nullable
  Provider ofDomain(String domain) {
    return at(lookUp(byDomain, domain));
  }

  /** The numbers of all providers that a host and a domain speak for. */
  BitSet numbers(@Nullable String host, @Nullable String domain) {
    BitSet numbers = new BitSet();
    for (int number : new int[] {
      host == null ? -1 : lookUp(byHost, host), domain == null ? -1 : lookUp(byDomain, domain)
    }) {
      if (number >= 0) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  private @Nullable Provider at(int number) {
    return number < 0 ? null : all.get(number);
  }

  /** The entry for the name itself or the nearest name above it; -1 when there is none. */
  private static int lookUp(Map<String, Integer> map, String name) {
    String rest = name.toLowerCase(Locale.ROOT);
    while (!rest.isEmpty()) {
      Integer number = map.get(rest);
      if (number != null) {
        return number;
      }
      int dot = rest.indexOf('.');
      if (dot < 0) {
        return -1;
      }
      rest = rest.substring(dot + 1);
    }
    return -1;
  }
}
