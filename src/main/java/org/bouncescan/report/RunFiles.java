package org.bouncescan.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Event;
import org.bouncescan.report.target.TargetFiles;
import org.bouncescan.report.target.TargetSettings;
import org.bouncescan.suppress.BrokenLine;
import org.bouncescan.suppress.ClaimJudge;
import org.bouncescan.suppress.GuardEvent;
import org.bouncescan.suppress.KnownSuppressions;
import org.bouncescan.suppress.MailAddress;
import org.bouncescan.suppress.Measure;
import org.bouncescan.suppress.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * All files of one run. Rows are handed over one by one and written at once; what is counted from them takes memory for
 * domains and kinds of replies, not for rows. The files lie in a hidden folder until {@link #commit} renames it, so that
 * nobody ever sees half of them; without it, {@link #close} removes them.
 *
 * <p>Rows are written in the order in which they come: the same rows in the same order give the same files.
 */
public final class RunFiles implements AutoCloseable {
  /**
   * What the files depend on besides the rows.
   *
   * @param output folder that gets a folder for every run
   * @param day names the folder of the run
   * @param run what names the run in run.json; see {@link #finished}
   */
  public record Setting(
      Path output,
      LocalDate day,
      String run,
      List<TargetSettings> targets,
      KnownSuppressions known,
      Baseline baseline) {
    public Setting {
      Objects.requireNonNull(output, "output is null");
      Objects.requireNonNull(day, "day is null");
      Objects.requireNonNull(run, "run is null");
      targets = List.copyOf(targets);
    }
  }

  private static final int MOST_RUNS_A_DAY = 10_000;

  private final Setting setting;
  private final Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CsvFile bounces;
  private final ContactFile contacts;
  private final CsvFile claims;
  private final ReviewFile review;
  private final SuppressionFiles suppressions;
  private final Summary summary;
  private final Domains domains = new Domains();
  private final SenderActions senderActions = new SenderActions();
  private boolean committed;

  private RunFiles(Setting setting, Path folder) {
    this.setting = setting;
    this.folder = folder;
    this.summary = new Summary(setting.baseline());
    this.bounces = opened(new CsvFile(folder.resolve("bounces.csv"), BounceRow.COLUMNS));
    this.contacts = opened(new ContactFile(folder.resolve("contact-recipients.csv")));
    this.claims = opened(new CsvFile(folder.resolve("claims.csv"), ClaimRow.COLUMNS));
    this.review = opened(new ReviewFile(folder.resolve("review.csv")));
    this.suppressions = opened(new SuppressionFiles(folder.resolve("suppressions"), setting));
  }

  /**
   * Begins the files of a run; what an earlier run left half written is removed.
   *
   * @throws IOException where the folder can't be written
   */
  public static RunFiles open(Setting setting) throws IOException {
    Path folder = setting.output().resolve(".writing");
    DurableFiles.createFolder(setting.output());
    DurableFiles.deleteTree(folder);
    DurableFiles.createFolder(folder.resolve("suppressions"));
    try {
      return new RunFiles(setting, folder);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The folder that this run has written already, before it was interrupted; null where it has not.
   *
   * @throws IOException where the output folder can't be read
   */
  public static @Nullable Path finished(Path output, String run) throws IOException {
    if (!Files.isDirectory(output)) {
      return null;
    }
    try (Stream<Path> folders = Files.list(output)) {
      return folders
          .filter(it -> it.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d(-\\d+)?"))
          .filter(it -> run.equals(RunJson.run(it.resolve(RunJson.NAME))))
          .findFirst()
          .orElse(null);
    }
  }

  private <T extends AutoCloseable> T opened(T file) {
    open.add(file);
    return file;
  }

  /** A row of bounces.csv, counted in all summaries, and in review.csv where a person must look. */
  public void bounce(BounceRow row) {
    row.write(bounces);
    summary.add(row);
    domains.add(row);
    senderActions.add(row);
    boolean look = row.decision() == Measure.REVIEW || row.event() == Event.UNPARSABLE;
    if (look && !guarded(row)) {
      review.add(row);
    }
  }

  /** True where the guard holds the address back: its standing makes a row of review.csv, not each of its reports. */
  private static boolean guarded(BounceRow row) {
    return row.decision() == Measure.REVIEW
        && row.recipient() != null
        && row.category() != null
        && row.category().bounceClass() == BounceClass.HARD
        && !row.verified().equals("no");
  }

  /**
   * A suppression, hold, or release; in order of address, each address once.
   *
   * @param changed true where it came into its state in this run
   */
  public void suppression(Suppression suppression, boolean changed) {
    suppressions.add(suppression, changed);
    boolean active = suppression.state() == Suppression.State.ACTIVE;
    if (suppression.state() == Suppression.State.REVIEW
        || (active && MailAddress.normalise(suppression.address()) == null)) {
      review.add(suppression);
    }
  }

  /** A recipient on hold; in order of domain, then of address. Another thread may hand them over beside all else. */
  public void contact(Contact contact) {
    contacts.add(contact);
  }

  /** A claim and what the bounces say about it. */
  public void claim(ClaimJudge.Judged judged) {
    ClaimRow.write(claims, judged);
  }

  /** A day that the guard does not believe. */
  public void guard(GuardEvent event) {
    review.add(event);
  }

  /** A line of an imported file that could not be used. */
  public void broken(BrokenLine line) {
    review.add(line);
  }

  /** How many rows of each kind: {@code failed/mailbox_full}, {@code auto_reply}, … What {@link Baseline} takes back. */
  public Map<String, Long> counts() {
    return summary.counts();
  }

  /** How many rows each file has, its header apart. */
  public Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>(suppressions.rows());
    rows.put("bounces", bounces.rows());
    rows.put("contact-recipients", contacts.rows());
    rows.put("claims", claims.rows());
    rows.put("review", review.rows());
    return rows;
  }

  /**
   * Writes what was counted, syncs everything to the disk and gives the folder its name: the day, or the day and a
   * number. {@code latest} then leads to it.
   *
   * @throws IOException where the disk is full, for instance; nothing is visible then
   */
  public Path commit(RunInfo info) throws IOException {
    try {
      summary.write(folder.resolve("summary.csv"));
      domains.write(folder.resolve("domains.csv"));
      senderActions.write(folder.resolve("sender-actions.csv"));
      closeFiles();
      RunJson.write(folder.resolve(RunJson.NAME), info, summary.counts(), rows());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    DurableFiles.syncFolder(folder.resolve("suppressions"));
    DurableFiles.syncFolder(folder);
    Path named = rename();
    committed = true;
    DurableFiles.syncFolder(setting.output());
    link(named);
    return named;
  }

  private Path rename() throws IOException {
    for (int n = 1; n < MOST_RUNS_A_DAY; n++) {
      Path named = setting.output().resolve(setting.day() + (n == 1 ? "" : "-" + n));
      if (!Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
        return Files.move(folder, named, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    throw new FileAlreadyExistsException(
        setting.output().resolve(setting.day() + "-…").toString());
  }

  private void link(Path named) {
    Path link = setting.output().resolve("latest");
    Path fresh = setting.output().resolve(".latest");
    try {
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, named.getFileName());
      Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      DurableFiles.syncFolder(setting.output());
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without links: the folder of the day is there, and that is what counts.
      return;
    }
  }

  private void closeFiles() {
    RuntimeException first = null;
    for (AutoCloseable file : open) {
      try {
        file.close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException r ? r : new IllegalStateException(e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }

  /** Removes all files unless they were committed. */
  @Override
  public void close() throws IOException {
    if (committed) {
      return;
    }
    try {
      closeFiles();
    } catch (UncheckedIOException e) {
      // The files go anyway; why they could not be written was said where it happened.
      open.clear();
    }
    DurableFiles.deleteTree(folder);
  }

  /** The suppression lists of a run. */
  private static final class SuppressionFiles implements AutoCloseable {
    private final CsvFile active;
    private final CsvFile fresh;
    private final CsvFile released;
    private final CsvFile holds;
    private final List<TargetFiles> targets = new ArrayList<>();
    private final KnownSuppressions known;

    SuppressionFiles(Path folder, Setting setting) {
      known = setting.known();
      active = new CsvFile(folder.resolve("suppressions.csv"), SuppressionRow.COLUMNS);
      fresh = new CsvFile(folder.resolve("new.csv"), SuppressionRow.COLUMNS);
      released = new CsvFile(folder.resolve("released.csv"), SuppressionRow.COLUMNS);
      holds = new CsvFile(folder.resolve("holds.csv"), SuppressionRow.COLUMNS);
      for (TargetSettings target : setting.targets()) {
        targets.add(new TargetFiles(target, name -> writer(folder.resolve(name))));
      }
    }

    private static Writer writer(Path file) {
      try {
        return DurableFiles.newWriter(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void add(Suppression it, boolean changed) {
      boolean isKnown = known.contains(it.address());
      boolean isNew = changed && !isKnown;
      switch (it.state()) {
        case ACTIVE -> {
          SuppressionRow.write(active, it, isKnown);
          if (isNew) {
            SuppressionRow.write(fresh, it, false);
          }
        }
        case HELD -> SuppressionRow.write(holds, it, isKnown);
        case RELEASED -> {
          if (changed) {
            SuppressionRow.write(released, it, isKnown);
          }
        }
        case REVIEW -> {}
      }
      for (TargetFiles target : targets) {
        target.add(it, isNew);
      }
    }

    Map<String, Long> rows() {
      return Map.of(
          "suppressions/suppressions",
          active.rows(),
          "suppressions/new",
          fresh.rows(),
          "suppressions/released",
          released.rows(),
          "suppressions/holds",
          holds.rows());
    }

    @Override
    public void close() {
      List<Runnable> closes =
          new ArrayList<>(List.of(active::close, fresh::close, released::close, holds::close));
      targets.forEach(it -> closes.add(it::close));
      closes.forEach(Runnable::run);
    }
  }
}
