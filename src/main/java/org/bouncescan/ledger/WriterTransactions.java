package org.bouncescan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions on a database with one writer. A named transaction, which is one that the job repository begins for
 * itself, takes the write lock at once: the repository guards its tables by a lock of its own inside the transaction,
 * and two locks must always be taken in the same order. The transaction of a chunk has no name and stays lazy, so that
 * nobody waits for the database while it waits for a server.
 */
final class WriterTransactions extends DataSourceTransactionManager {
  private static final long serialVersionUID = 1L;

  WriterTransactions(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    super.doBegin(transaction, definition);
    if (definition.getName() != null) {
      lock();
    }
  }

  /** Takes the write lock for the transaction of this thread, unless it has it. */
  void lock() {
    Connection connection = DataSourceUtils.getConnection(obtainDataSource());
    try {
      connection.prepareStatement("SELECT 1").close();
    } catch (SQLException e) {
      throw new CannotCreateTransactionException("the ledger can't be written", e);
    }
  }
}
