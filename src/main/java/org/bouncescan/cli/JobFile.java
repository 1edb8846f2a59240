package org.bouncescan.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncescan.job.JobSettings;
import org.bouncescan.mailbox.MailboxSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a job file says, checked for itself: every value is of its type, no key is unknown. What the file leaves out is
 * null or empty here, and the stage that it belongs to knows the default.
 *
 * @param name what tells the jobs of one database apart; the file's name where it does not say
 * @param parallelMailboxes how many mailboxes are read at the same time
 * @param rules folder with rules of the operator's own; null when none
 */
record JobFile(
    Path file,
    String name,
    List<Mailbox> mailboxes,
    int parallelMailboxes,
    SenderSection sender,
    SuppressionSection suppression,
    Output output,
    Ledger ledger,
    @Nullable Path rules) {
  private static final int PARALLEL_MAILBOXES = 4;

  /** A mailbox and what happens to its messages at the end. */
  record Mailbox(MailboxSettings settings, SettleSection settle) {}

  /**
   * Where files go.
   *
   * @param metrics file for Prometheus' textfile collector; null for none
   * @param keepMessages folder for the raw messages; null to keep none
   * @param keepAtMost how many bytes that folder may hold
   */
  record Output(
      Path folder, @Nullable Path metrics, @Nullable Path keepMessages, long keepAtMost) {}

  /**
   * Where the memory is: a file or a database.
   *
   * @param path the SQLite file; null where {@code url} is set
   * @param url a JDBC URL; null where {@code path} is set
   * @param retentionDays how long evidence is kept; null for the default
   */
  record Ledger(
      @Nullable Path path,
      @Nullable String url,
      @Nullable String user,
      org.bouncescan.mailbox.@Nullable Secret password,
      @Nullable Integer retentionDays) {}

  /** Reads a job file; secrets are fetched from where it says they are. */
  static JobFile read(Path file, Map<String, String> environment) {
    YamlSection yaml = YamlSection.of(file);
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
    Secrets secrets = new Secrets(folder, environment);
    String name = yaml.value("name", YamlSection.Scalar::text, stem(file));
    List<Mailbox> mailboxes = mailboxes(yaml, folder, secrets);
    int parallel = yaml.value("parallel_mailboxes", ValueTypes.integer(1, 64), PARALLEL_MAILBOXES);
    SenderSection sender =
        section(yaml, "sender", SenderSection.NONE, it -> SenderSection.read(it, secrets));
    SuppressionSection suppression = section(
        yaml, "suppression", SuppressionSection.NONE, it -> SuppressionSection.read(it, folder));
    Output output = output(needed(yaml, "output", "folder: /var/lib/bouncescan/reports"), folder);
    Ledger ledger =
        ledger(needed(yaml, "ledger", "path: /var/lib/bouncescan/ledger.db"), folder, secrets);
    Path rules = yaml.optional("rules", ValueTypes.path(folder));
    yaml.end();
    return new JobFile(file, name, mailboxes, parallel, sender, suppression, output, ledger, rules);
  }

  /**
   * What the job depends on.
   *
   * @throws JobFileException for a form of file that nobody knows
   */
  JobSettings settings() {
    JobSettings.Suppression decisions = suppression.settings();
    Set<String> files = new HashSet<>(JobSettings.Target.OWN_FILES);
    for (int i = 0; i < decisions.targets().size(); i++) {
      JobSettings.Target target = decisions.targets().get(i);
      String problem = target.problem();
      if (problem == null && !files.add(target.fileName().toLowerCase(Locale.ROOT))) {
        problem = "'" + target.fileName()
            + "' is a file of this run already; name this target's, for instance 'file: on-hold'";
      }
      if (problem != null) {
        throw new JobFileException(file.toString(), suppression.targets().get(i).line(), problem);
      }
    }
    return new JobSettings(
        name,
        mailboxes.stream()
            .map(it -> new JobSettings.Mailbox(
                it.settings(),
                it.settle().all(),
                it.settle().byEvent(),
                it.settle().retentionDays()))
            .toList(),
        parallelMailboxes,
        new JobSettings.Sender(
            sender.domains(),
            sender.ips(),
            sender.campaignHeaders(),
            sender.verpPattern(),
            sender.verpSecret(),
            sender.suppressUnverified()),
        decisions,
        new JobSettings.Output(
            output.folder(), output.metrics(), output.keepMessages(), output.keepAtMost()),
        new JobSettings.LedgerPlace(
            ledger.path(), ledger.url(), ledger.user(), ledger.password(), ledger.retentionDays()),
        rules);
  }

  private static List<Mailbox> mailboxes(YamlSection yaml, Path folder, Secrets secrets) {
    List<Mailbox> mailboxes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlSection one : yaml.sections("mailboxes")) {
      MailboxSection reader = new MailboxSection(folder, secrets);
      List<MailboxSettings> settings = reader.read(one);
      SettleSection settle = section(one, "settle", SettleSection.DEFAULT, SettleSection::read);
      one.end();
      for (MailboxSettings its : settings) {
        if (!names.add(its.name())) {
          throw one.error("name", "a second mailbox is called '" + its.name() + "'; rename one");
        }
        mailboxes.add(new Mailbox(its, settle));
      }
    }
    if (mailboxes.isEmpty()) {
      throw yaml.error("mailboxes", "'mailboxes' is missing or empty; name at least one");
    }
    return List.copyOf(mailboxes);
  }

  private static Output output(YamlSection yaml, Path folder) {
    String ignored = yaml.required("folder", "/var/lib/bouncescan/reports");
    Output output = new Output(
        yaml.value("folder", ValueTypes.path(folder), Path.of(ignored)),
        yaml.optional("metrics", ValueTypes.path(folder)),
        yaml.optional("keep_messages", ValueTypes.path(folder)),
        yaml.value("keep_at_most", ValueTypes::size, JobSettings.Output.KEPT));
    yaml.end();
    return output;
  }

  private static Ledger ledger(YamlSection yaml, Path folder, Secrets secrets) {
    Ledger ledger = new Ledger(
        yaml.optional("path", ValueTypes.path(folder)),
        yaml.optional("url", JobFile::jdbcUrl),
        yaml.optional("user", YamlSection.Scalar::text),
        yaml.optional("password", secrets::read),
        yaml.optional("retention", ValueTypes::days));
    yaml.end();
    if ((ledger.path() == null) == (ledger.url() == null)) {
      throw yaml.error(
          "url",
          "'ledger' needs either 'path' (a file) or 'url' (jdbc:postgresql://…), one of them");
    }
    return ledger;
  }

  private static String jdbcUrl(YamlSection.Scalar value) {
    if (!value.text().startsWith("jdbc:postgresql:")) {
      throw value.error("'" + value.text() + "' must start with jdbc:postgresql:");
    }
    if (value.text().matches("(?i).*[?&]password=.*")) {
      throw value.error("the password must not stand in the URL; use 'password: env:NAME'");
    }
    return value.text();
  }

  private static YamlSection needed(YamlSection yaml, String key, String example) {
    YamlSection section = yaml.section(key);
    if (section == null) {
      throw yaml.error(
          key, "'" + key + "' is missing, for instance '" + key + ": {" + example + "}'");
    }
    return section;
  }

  private static <T> T section(
      YamlSection yaml, String key, T otherwise, java.util.function.Function<YamlSection, T> read) {
    YamlSection section = yaml.section(key);
    return section == null ? otherwise : read.apply(section);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
