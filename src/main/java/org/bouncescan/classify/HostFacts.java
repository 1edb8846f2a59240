package org.bouncescan.classify;

import java.util.BitSet;

/**
 * What the rules may ask of a host and a domain.
 *
 * @param providers numbers of the providers they speak for
 * @param rules numbers of the rules whose {@code host} condition the host meets
 */
record HostFacts(BitSet providers, BitSet rules) {}
