package org.bouncescan.mailbox;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a server says about itself and a folder; for {@code check}.
 *
 * @param capabilities after login, upper case
 * @param messages how many the folder holds
 * @param readOnly whether the server opened the folder read-only although asked otherwise
 * @param keywords whether new keywords can be set for good (PERMANENTFLAGS has {@code \*})
 * @param permanentFlags as the server names them
 * @param folders the names of all folders, at most 1,000
 */
public record MailboxDescription(
    SortedSet<String> capabilities,
    long messages,
    long uidValidity,
    long uidNext,
    boolean readOnly,
    boolean keywords,
    List<String> permanentFlags,
    List<String> folders) {
  public MailboxDescription {
    capabilities = new TreeSet<>(capabilities);
    permanentFlags = List.copyOf(permanentFlags);
    folders = List.copyOf(folders);
  }
}
