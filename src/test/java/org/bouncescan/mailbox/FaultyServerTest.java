package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncescan.mailbox.FaultyImapServer.Fault;
import org.junit.jupiter.api.Test;

/** Every UID asked for is accounted for, whatever the server does; never is a failure taken for an empty message. */
class FaultyServerTest {
  private static String outcome(Fetched fetched) {
    return fetched.key().uid() + " " + fetched.getClass().getSimpleName();
  }

  private static List<Fetched> fetch(FaultyImapServer server) throws MailboxException {
    List<Fetched> all = new ArrayList<>();
    try (ImapMailbox mailbox = ImapMailbox.open(server.settings(), Access.READ_ONLY)) {
      mailbox.fetch(mailbox.list(0), all::add);
    }
    return all;
  }

  @Test
  void each_message_ends_as_message_vanished_or_failed() throws Exception {
    Map<Long, Fault> messages = Map.of(
        11L, Fault.NONE,
        12L, Fault.NIL,
        13L, Fault.EMPTY,
        14L, Fault.LEFT_OUT,
        15L, Fault.GONE,
        16L, Fault.GARBAGE,
        17L, Fault.SUBSTITUTE,
        18L, Fault.NONE);
    try (FaultyImapServer server = new FaultyImapServer(messages)) {
      List<Fetched> fetched = fetch(server);

      assertThat(fetched)
          .extracting(FaultyServerTest::outcome)
          .containsExactlyInAnyOrder(
              "11 Message",
              "12 Failed",
              "13 Failed",
              "14 Failed",
              "15 Vanished",
              "16 Failed",
              "17 Failed",
              "18 Message");
      assertThat(fetched)
          .filteredOn(it -> it instanceof Fetched.Failed)
          .extracting(it -> ((Fetched.Failed) it).reason())
          .allSatisfy(it -> assertThat(it).isNotBlank());
    }
  }

  @Test
  void a_connection_that_breaks_is_regained_and_nothing_is_handed_over_twice() throws Exception {
    Map<Long, Fault> messages =
        Map.of(21L, Fault.NONE, 22L, Fault.NONE, 23L, Fault.CUT_ONCE, 24L, Fault.NONE);
    try (FaultyImapServer server = new FaultyImapServer(messages)) {
      assertThat(fetch(server))
          .extracting(FaultyServerTest::outcome)
          .containsExactlyInAnyOrder("21 Message", "22 Message", "23 Message", "24 Message");
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
