/** The command line: commands, the job file and exit codes. */
@NullMarked
package org.bouncescan.cli;

import org.jspecify.annotations.NullMarked;
