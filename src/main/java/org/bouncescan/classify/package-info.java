/** A {@link org.bouncescan.dsn.DeliveryReport} to one {@link Outcome} a recipient: what happened, why, who can fix it, and the rule that says so. */
@NullMarked
package org.bouncescan.classify;

import org.jspecify.annotations.NullMarked;
