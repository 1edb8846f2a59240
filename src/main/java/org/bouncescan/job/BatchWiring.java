package org.bouncescan.job;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.bouncescan.ledger.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Batch without a context: a job repository in the ledger's own database, so that what a step did and how far
 * it came are one commit, and an operator that starts, resumes and recovers.
 */
final class BatchWiring {
  private static final String SCHEMA = "org/springframework/batch/core/schema-%s.sql";

  private final Ledger ledger;
  private final JobRepository repository;
  private final TaskExecutorJobOperator operator;

  private BatchWiring(Ledger ledger, JobRepository repository, TaskExecutorJobOperator operator) {
    this.ledger = ledger;
    this.repository = repository;
    this.operator = operator;
  }

  static BatchWiring in(Ledger ledger) {
    createTables(ledger);
    try {
      JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
      factory.setDataSource(ledger.dataSource());
      factory.setTransactionManager(ledger.transactions());
      factory.setDatabaseType(ledger.isPostgres() ? "POSTGRES" : "SQLITE");
      factory.afterPropertiesSet();
      JobRepository repository = Objects.requireNonNull(factory.getObject());
      TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
      operator.setJobRepository(repository);
      operator.setJobRegistry(new MapJobRegistry());
      operator.setTaskExecutor(new SyncTaskExecutor());
      operator.afterPropertiesSet();
      return new BatchWiring(ledger, repository, operator);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the job repository can't be set up", e);
    }
  }

  private static void createTables(Ledger ledger) {
    try (Connection connection = ledger.dataSource().getConnection()) {
      String name = ledger.isPostgres() ? "batch_job_instance" : "BATCH_JOB_INSTANCE";
      try (ResultSet tables = connection
          .getMetaData()
          .getTables(null, connection.getSchema(), name, new String[] {"TABLE"})) {
        if (tables.next()) {
          return;
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the ledger's tables can't be listed", e);
    }
    String schema = SCHEMA.formatted(ledger.isPostgres() ? "postgresql" : "sqlite");
    // One transaction: a kill in the middle must not leave half of the tables.
    new TransactionTemplate(ledger.transactions()).executeWithoutResult(status -> {
      Connection connection =
          org.springframework.jdbc.datasource.DataSourceUtils.getConnection(ledger.dataSource());
      new ResourceDatabasePopulator(new ClassPathResource(schema)).populate(connection);
    });
  }

  JobRepository repository() {
    return repository;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Runs the steps in their order, or what is left of them where this run was begun before. */
  JobExecution run(long run, List<Step> steps) throws JobExecutionException {
    JobParameters parameters = new JobParametersBuilder().addLong("run", run).toJobParameters();
    JobExecution complete = recover(parameters);
    return complete == null ? operator.start(job(steps), parameters) : complete;
  }

  private Job job(List<Step> steps) {
    var builder = new JobBuilder("bouncescan", repository).start(steps.get(0));
    for (Step step : steps.subList(1, steps.size())) {
      builder = builder.next(step);
    }
    return builder.build();
  }

  /**
   * An execution that says it is running is dead: the ledger's lock is ours. One whose outcome is unknown, because a
   * commit failed on a full disk, failed: the ledger says what is done, whatever Spring Batch believes.
   *
   * @return the execution that did all steps, where the run was cut off between the last of them and its own end
   */
  private @Nullable JobExecution recover(JobParameters parameters) {
    JobInstance instance = repository.getJobInstance("bouncescan", parameters);
    if (instance == null) {
      return null;
    }
    JobExecution complete = null;
    Collection<JobExecution> executions = new ArrayList<>(repository.getJobExecutions(instance));
    if (executions.isEmpty()) {
      // Killed between the two commits with which Spring Batch begins: it would refuse this
      // instance for ever.
      repository.deleteJobInstance(instance);
    }
    for (JobExecution execution : executions) {
      if (execution.getStatus() == BatchStatus.COMPLETED) {
        complete = execution;
        continue;
      }
      for (StepExecution step : execution.getStepExecutions()) {
        if (step.getStatus() == BatchStatus.UNKNOWN) {
          step.setStatus(BatchStatus.FAILED);
          repository.update(step);
        }
      }
      if (execution.getStatus() == BatchStatus.UNKNOWN) {
        execution.setStatus(BatchStatus.FAILED);
        repository.update(execution);
      } else if (execution.isRunning()) {
        operator.recover(execution);
      }
    }
    return complete;
  }
}
