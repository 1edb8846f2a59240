package org.bouncescan.suppress;

import java.util.Arrays;

/**
 * A set of addresses that takes eight bytes and a little for each, for lists of a million. It keeps 64 bits of each
 * address: that two of a million share them is less likely than 1 in 30 million.
 */
public final class AddressSet {
  private long[] slots = new long[64];
  private int size;
  private boolean zero;

  /** Adds an address, letter case apart; false when it was in already. */
  public boolean add(String address) {
    long hash = hash(MailAddress.key(address));
    if (hash == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    if (!insert(slots, hash)) {
      return false;
    }
    if (++size * 2 > slots.length) {
      long[] larger = new long[slots.length * 2];
      for (long it : slots) {
        if (it != 0) {
          insert(larger, it);
        }
      }
      slots = larger;
    }
    return true;
  }

  /** True where the address is in, letter case apart. */
  public boolean contains(String address) {
    long hash = hash(MailAddress.key(address));
    if (hash == 0) {
      return zero;
    }
    for (int i = slot(slots, hash); slots[i] != 0; i = (i + 1) & (slots.length - 1)) {
      if (slots[i] == hash) {
        return true;
      }
    }
    return false;
  }

  public int size() {
    return zero ? size + 1 : size;
  }

  public void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    zero = false;
  }

  private static boolean insert(long[] slots, long hash) {
    int i = slot(slots, hash);
    while (slots[i] != 0) {
      if (slots[i] == hash) {
        return false;
      }
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = hash;
    return true;
  }

  private static int slot(long[] slots, long hash) {
    return (int) (hash ^ (hash >>> 32)) & (slots.length - 1);
  }

  /** FNV-1a over UTF-16 units, mixed by the finaliser of MurmurHash3. */
  private static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
