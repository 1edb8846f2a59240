package org.bouncescan.ledger;

import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test a {@link TestLedger} of its own: a file, or a schema where the class is {@link OnPostgres}. */
public final class LedgerExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LedgerExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestLedger.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .computeIfAbsent(
            TestLedger.class,
            it -> open(test.getRequiredTestClass().isAnnotationPresent(OnPostgres.class)),
            TestLedger.class);
  }

  private static TestLedger open(boolean postgres) {
    if (postgres) {
      Assumptions.assumeTrue(
          TestLedger.InPostgres.isConfigured(), "BOUNCESCAN_POSTGRES_URL is not set");
    }
    try {
      return postgres
          ? TestLedger.InPostgres.create()
          : new TestLedger.InFile(Files.createTempDirectory("ledger"));
    } catch (Exception e) {
      throw new ParameterResolutionException("no ledger for the test", e);
    }
  }
}
