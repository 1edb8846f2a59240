package org.bouncescan.cli;

import java.nio.file.Path;
import java.util.List;
import org.bouncescan.mailbox.MessageSource;
import org.jspecify.annotations.Nullable;

/** The pure stages in a row, dsn, classify and suppress: what {@code parse} and {@code explain} ask. */
interface Judging {
  /** How the stages are put together, with a folder of the operator's own rules or none. */
  interface Factory {
    Judging with(@Nullable Path rules);
  }

  /** What a message reports: one row a recipient, or one where it names none; never empty. */
  List<ParsedRow> read(MessageSource source);

  /** What an SMTP reply means. */
  Explanation explain(String text);
}
