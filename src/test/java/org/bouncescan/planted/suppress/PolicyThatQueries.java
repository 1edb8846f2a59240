package org.bouncescan.planted.suppress;

import java.sql.Connection;
import java.sql.SQLException;

/** Breaks a rule on purpose; see ArchitectureTest. */
final class PolicyThatQueries {
  void ask(Connection connection) throws SQLException {
    connection.commit();
  }
}
