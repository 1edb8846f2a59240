/** The nightly job: the only Spring Batch wiring, with lock, recovery and stop flag. */
@NullMarked
package org.bouncescan.job;

import org.jspecify.annotations.NullMarked;
