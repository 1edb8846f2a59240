/** Messages that a coverage-guided fuzzer makes out of those of {@code samples/}. */
@NullMarked
package org.bouncescan.dsn;

import org.jspecify.annotations.NullMarked;
