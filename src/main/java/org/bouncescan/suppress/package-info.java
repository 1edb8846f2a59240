/** Outcomes and history to decisions: thresholds, holds, the guard against provider failures, and allow-listing claims; pure functions. */
@NullMarked
package org.bouncescan.suppress;

import org.jspecify.annotations.NullMarked;
