package org.bouncescan.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;

/**
 * Folders as people write them, {@code Bounces/2026}, and as a server spells them: with another separator (Cyrus,
 * Courier: {@code .}), below a prefix of its own (RFC 2342: {@code INBOX.}), in modified UTF-7 (RFC 9051 appendix A.1).
 */
final class FolderNames {
  private FolderNames() {}

  /** The folder that people mean; it need not exist. */
  static IMAPFolder find(IMAPStore store, String written) throws MessagingException {
    char separator = store.getDefaultFolder().getSeparator();
    String name = separator == '/' || separator == 0 || written.indexOf(separator) >= 0
        ? written
        : written.replace('/', separator);
    IMAPFolder folder = (IMAPFolder) store.getFolder(name);
    if (name.equalsIgnoreCase("INBOX")) {
      return folder;
    }
    String prefix = prefix(store, separator);
    return prefix.isEmpty() || startsWith(name, prefix) || folder.exists()
        ? folder
        : (IMAPFolder) store.getFolder(prefix + name);
  }

  /** INBOX is spelled in any case. */
  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static String prefix(IMAPStore store, char separator) throws MessagingException {
    Folder[] namespaces = store.getPersonalNamespaces();
    String name = namespaces.length == 0 ? "" : namespaces[0].getFullName();
    return name.isEmpty() ? "" : name + separator;
  }

  /** A folder's name as an argument of a command: in UTF-8 where that was agreed on (RFC 6855). */
  static Argument argument(IMAPProtocol protocol, String name) {
    Argument argument = new Argument();
    if (protocol.supportsUtf8()) {
      argument.writeString(name, StandardCharsets.UTF_8);
    } else {
      argument.writeString(BASE64MailboxEncoder.encode(name));
    }
    return argument;
  }
}
