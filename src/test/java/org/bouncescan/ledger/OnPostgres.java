package org.bouncescan.ledger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs the tests of a class with their memory in PostgreSQL: {@code BOUNCESCAN_POSTGRES_URL}, {@code _USER} and {@code
 * _PASSWORD} name a database; without them the tests are skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnPostgres {}
