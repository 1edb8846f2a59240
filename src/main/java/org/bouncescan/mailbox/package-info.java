/** Where messages come from (IMAP, .eml, Maildir, mbox) and where they end up; the only user of jakarta.mail.Store and Angus. */
@NullMarked
package org.bouncescan.mailbox;

import org.jspecify.annotations.NullMarked;
