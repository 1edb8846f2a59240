package org.bouncescan.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar; "development" when run from class files. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Bouncescan.class.getPackage().getImplementationVersion();
    return new String[] {"bouncescan " + (version == null ? "development" : version)};
  }
}
