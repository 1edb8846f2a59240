package org.bouncescan.job;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bouncescan.classify.Event;
import org.bouncescan.mailbox.MailboxSettings;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.mailbox.Settlement;
import org.bouncescan.report.target.Format;
import org.bouncescan.report.target.Formats;
import org.bouncescan.report.target.TargetSettings;
import org.bouncescan.suppress.SuppressionSettings;
import org.jspecify.annotations.Nullable;

/**
 * All that a run depends on. Immutable; paths are absolute.
 *
 * @param name tells the jobs of one database apart
 * @param mailboxes at least one; their names differ
 * @param parallelMailboxes how many mailboxes are read at the same time, at least 1
 * @param rules folder with rules of the operator's own; null for none
 */
public record JobSettings(
    String name,
    List<Mailbox> mailboxes,
    int parallelMailboxes,
    Sender sender,
    Suppression suppression,
    Output output,
    LedgerPlace ledger,
    @Nullable Path rules) {
  public JobSettings {
    Objects.requireNonNull(name, "name is null");
    mailboxes = List.copyOf(mailboxes);
    Objects.requireNonNull(sender, "sender is null");
    Objects.requireNonNull(suppression, "suppression is null");
    Objects.requireNonNull(output, "output is null");
    Objects.requireNonNull(ledger, "ledger is null");
    if (mailboxes.isEmpty()) {
      throw new IllegalArgumentException("a job has at least one mailbox");
    }
    if (parallelMailboxes < 1) {
      throw new IllegalArgumentException(
          "parallelMailboxes must be 1 or more: " + parallelMailboxes);
    }
  }

  /**
   * A mailbox and what happens to its messages at the end.
   *
   * @param all what happens to a message whose event is not in {@code byEvent}
   * @param byEvent exceptions; a message with several events goes by the first of them
   * @param retentionDays after how many days messages are deleted from the folder that {@code all} moves to; null for
   *     never
   */
  public record Mailbox(
      MailboxSettings settings,
      Settlement all,
      Map<Event, Settlement> byEvent,
      @Nullable Integer retentionDays) {
    public Mailbox {
      Objects.requireNonNull(settings, "settings is null");
      Objects.requireNonNull(all, "all is null");
      byEvent = byEvent.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(byEvent));
    }

    /** What happens to a message that reported this. */
    public Settlement settlement(Event event) {
      return byEvent.getOrDefault(event, all);
    }
  }

  /**
   * What tells our messages from others.
   *
   * @param domains our domains, lower case
   * @param ips our sending IP addresses
   * @param campaignHeaders headers of our messages that name the campaign
   * @param verpPattern our return-path with {@code {token}} in it; null when every message has the same
   * @param verpSecret what the token is signed with; null when it is not
   * @param suppressUnverified whether a report that can't be tied to a message of ours may suppress alone; null for the
   *     default
   */
  public record Sender(
      List<String> domains,
      List<String> ips,
      List<String> campaignHeaders,
      @Nullable String verpPattern,
      @Nullable Secret verpSecret,
      @Nullable Boolean suppressUnverified) {
    /** Nothing is known of our messages. */
    public static final Sender NONE = new Sender(List.of(), List.of(), List.of(), null, null, null);

    public Sender {
      domains = List.copyOf(domains);
      ips = List.copyOf(ips);
      campaignHeaders = List.copyOf(campaignHeaders);
    }
  }

  /**
   * When an address is suppressed, and in which forms the lists are written.
   *
   * @param decisions thresholds, holds, expiry and the guard
   * @param claims file with claims of allow-listing; null for none
   * @param deliveries file with addresses that took mail meanwhile; null for none
   * @param known file with addresses that the mailing system already suppresses; null for none
   */
  public record Suppression(
      SuppressionSettings decisions,
      @Nullable Path claims,
      @Nullable Path deliveries,
      @Nullable Path known,
      List<Target> targets) {
    /** The default decisions, and no files for importers. */
    public static final Suppression DEFAULT =
        new Suppression(SuppressionSettings.DEFAULT, null, null, null, List.of());

    public Suppression {
      Objects.requireNonNull(decisions, "decisions is null");
      targets = List.copyOf(targets);
    }
  }

  /**
   * A file for the importer of a mailing system.
   *
   * @param format the name of the form, {@code amazon_ses_csv} for instance
   * @param content {@code full}, {@code new} or {@code both}
   * @param reasons which reasons go in; empty for the format's own choice
   * @param file what the file is called, without extension; null for the form's own name
   */
  public record Target(
      String format,
      String content,
      List<String> reasons,
      @Nullable String file) {
    public Target {
      Objects.requireNonNull(format, "format is null");
      Objects.requireNonNull(content, "content is null");
      reasons = List.copyOf(reasons);
    }

    /** The lists in the same folder that are no target's. */
    public static final Set<String> OWN_FILES =
        Set.of("suppressions.csv", "new.csv", "released.csv", "holds.csv");

    /** What the first file is called; only for a target without a {@link #problem}. */
    public String fileName() {
      Format its = Objects.requireNonNull(Formats.named(format), format);
      return (file == null ? its.file() : file) + its.extension();
    }

    /** What is wrong with the form or the reasons, and the cure; null when nothing is. */
    public @Nullable String problem() {
      return Formats.problem(settings());
    }

    TargetSettings settings() {
      return new TargetSettings(format, TargetSettings.Content.ofLabel(content), reasons, file);
    }
  }

  /**
   * Where files go.
   *
   * @param folder gets a folder for every run, and {@code latest}
   * @param metrics file for Prometheus' textfile collector; null for none
   * @param keepMessages folder for the raw messages, each named by its hash; null to keep none
   * @param keepAtMost how many bytes that folder may hold
   */
  public record Output(
      Path folder, @Nullable Path metrics, @Nullable Path keepMessages, long keepAtMost) {
    /** 2 GB of raw messages. */
    public static final long KEPT = 2_000_000_000L;

    public Output {
      Objects.requireNonNull(folder, "folder is null");
    }

    /** The files of the runs and nothing else. */
    public static Output to(Path folder) {
      return new Output(folder, null, null, KEPT);
    }
  }

  /**
   * Where the memory is: a file or a database, exactly one of them.
   *
   * @param path an SQLite file; null where {@code url} is set
   * @param url a JDBC URL of PostgreSQL; null where {@code path} is set
   * @param user for the database; null for the URL's own or none
   * @param password for the database; null for none
   * @param retentionDays how long evidence is kept; null for the default
   */
  public record LedgerPlace(
      @Nullable Path path,
      @Nullable String url,
      @Nullable String user,
      @Nullable Secret password,
      @Nullable Integer retentionDays) {
    public LedgerPlace {
      if ((path == null) == (url == null)) {
        throw new IllegalArgumentException("a ledger is either a file or a database");
      }
    }

    /** An SQLite file with the default retention. */
    public static LedgerPlace file(Path path) {
      return new LedgerPlace(path, null, null, null, null);
    }
  }
}
