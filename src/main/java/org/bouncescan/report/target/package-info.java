/** Suppression lists in exactly the forms that the importers of mailing systems take: one class a form. */
@NullMarked
package org.bouncescan.report.target;

import org.jspecify.annotations.NullMarked;
