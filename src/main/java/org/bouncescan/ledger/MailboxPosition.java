package org.bouncescan.ledger;

/**
 * How far a mailbox has been read.
 *
 * @param id the ledger's number of it
 * @param uidValidity 0 when it was never opened
 * @param uidFloor everything up to this UID needs nothing more
 */
public record MailboxPosition(long id, String name, long uidValidity, long uidFloor) {}
