package org.bouncescan.ledger;

/**
 * How far a mailbox has been read.
 *
 * @param uidValidity 0 as long as it was never opened
 * @param uidFloor everything at or below this UID was listed once
 * @param uidForgotten at or below this UID the ledger knows no message any more, although it saw them
 */
public record MailboxPosition(
    long id, String name, long uidValidity, long uidFloor, long uidForgotten) {}
