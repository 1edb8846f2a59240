package org.bouncescan.mailbox;

import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.jspecify.annotations.Nullable;

/**
 * Folders as people write them, {@code Bounces/2026}, and as a server spells them: with another separator (Cyrus,
 * Courier: {@code .}), below a prefix of its own (RFC 2342: {@code INBOX.}), in modified UTF-7 (RFC 9051 appendix A.1).
 * Asked over the connection at hand: the mail library would open another one, and servers count them.
 */
final class FolderNames {
  private FolderNames() {}

  /** The name of the folder that people mean; it need not exist. */
  static String spell(IMAPProtocol protocol, String written) throws ProtocolException {
    if (written.equalsIgnoreCase("INBOX")) {
      return written;
    }
    ListInfo[] root = protocol.list("", "");
    char separator = root == null || root.length == 0 ? 0 : root[0].separator;
    String name = separator == '/' || separator == 0 || written.indexOf(separator) >= 0
        ? written
        : written.replace('/', separator);
    String prefix = prefix(protocol);
    return prefix.isEmpty() || startsWith(name, prefix) || exists(protocol, name)
        ? name
        : prefix + name;
  }

  /** INBOX is spelled in any case. */
  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static String prefix(IMAPProtocol protocol) throws ProtocolException {
    Namespaces spaces = protocol.hasCapability("NAMESPACE") ? protocol.namespace() : null;
    Namespaces.Namespace @Nullable [] personal = spaces == null ? null : spaces.personal;
    Namespaces.Namespace first = personal == null || personal.length == 0 ? null : personal[0];
    return first == null ? "" : first.prefix;
  }

  static boolean exists(IMAPProtocol protocol, String name) throws ProtocolException {
    ListInfo[] found = protocol.list("", name);
    return found != null && found.length > 0 && found[0].canOpen;
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
