package org.bouncescan.mailbox;

/**
 * A message that the server lists.
 *
 * @param uid its UID
 * @param size RFC822.SIZE in bytes; -1 when the server does not say
 */
public record Listed(long uid, long size) {}
