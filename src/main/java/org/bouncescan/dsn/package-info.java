/** Bytes to {@link DeliveryReport}: the standard reader first, then vendor headers, then dialects; bounded, and never throws for content. */
@NullMarked
package org.bouncescan.dsn;

import org.jspecify.annotations.NullMarked;
