package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second real server. */
class CyrusMailboxIT extends MailboxContract {
  private static @Nullable CyrusServer cyrus;

  @BeforeAll
  static void start() throws Exception {
    cyrus = CyrusServer.start();
  }

  @BeforeEach
  void account() throws Exception {
    server().nextAccount();
  }

  @AfterAll
  static void stop() {
    if (cyrus != null) {
      cyrus.close();
    }
  }

  @Override
  CyrusServer server() {
    CyrusServer started = cyrus;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  @Test
  void spells_folders_below_the_inbox_and_with_dots_and_in_other_letters() throws Exception {
    server().append(message(1));
    server().append(message(2));
    List<Long> uids = server().uids("INBOX");
    try (ImapMailbox mailbox = ImapMailbox.open(server().settings(), Access.READ_WRITE)) {
      assertThat(mailbox
              .settle(uids.subList(0, 1), new Settlement.Move("Erledigt/Zurück"), false)
              .failed())
          .isEmpty();
      assertThat(mailbox
              .settle(uids.subList(1, 2), new Settlement.Move("INBOX.Erledigt.Zurück"), false)
              .failed())
          .isEmpty();
      assertThat(mailbox.describe().folders()).contains("INBOX.Erledigt.Zurück");
    }
    assertThat(server().uids("Erledigt/Zurück")).hasSize(2);
    assertThat(server().uids("INBOX")).isEmpty();
  }
}
