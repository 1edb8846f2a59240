package org.bouncescan.planted.job;

import org.bouncescan.planted.cli.CommandThatOpensTheLedger;

/** Breaks a rule on purpose; see ArchitectureTest. */
public final class JobThatPrintsUsage {
  CommandThatOpensTheLedger command = new CommandThatOpensTheLedger();
}
