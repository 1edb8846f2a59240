package org.bouncescan.classify;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A bounded cache for several threads: what was not asked for since the last change of generation goes. */
final class TwoGenerations<K, V> {
  private final int size;
  private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

  /** Holds at most about twice {@code size} entries. */
  TwoGenerations(int size) {
    this.size = size;
  }

  @Nullable
  V get(K key) {
    V value = young.get(key);
    if (value == null) {
      value = old.get(key);
      if (value != null) {
        put(key, value);
      }
    }
    return value;
  }

  void put(K key, V value) {
    if (young.mappingCount() >= size) {
      turn();
    }
    young.put(key, value);
  }

  long entries() {
    return young.mappingCount() + old.mappingCount();
  }

  private synchronized void turn() {
    if (young.mappingCount() >= size) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }
}
