/** The only memory: what was seen, decided and settled; JDBC, idempotent by key. */
@NullMarked
package org.bouncescan.ledger;

import org.jspecify.annotations.NullMarked;
