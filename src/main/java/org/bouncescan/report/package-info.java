/** Decisions to files: CSV reports and suppression lists, written to a temporary folder, synced, then renamed. */
@NullMarked
package org.bouncescan.report;

import org.jspecify.annotations.NullMarked;
