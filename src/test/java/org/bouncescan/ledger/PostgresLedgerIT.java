package org.bouncescan.ledger;

/** The same, in PostgreSQL. */
@OnPostgres
class PostgresLedgerIT extends LedgerTest {}
