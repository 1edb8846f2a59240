package org.bouncescan.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that can't be installed, as transcripts: every message is accounted for and settled as far as they allow. */
class ServersTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Fetched> fetched = new ArrayList<>();

  private ImapMailbox open(TranscriptServer server, Access access) throws MailboxException {
    return ImapMailbox.open(server.settings(), access, new ServerPause(pauses::add));
  }

  private void fetch(ImapMailbox mailbox) throws MailboxException {
    mailbox.fetch(mailbox.sizes(mailbox.uids()), fetched::add);
  }

  /** Servers get these wrong, and the mail library drops the whole answer then. */
  private static void assertStructuresNeverAsked(TranscriptServer server) {
    assertThat(server.commands())
        .anyMatch(it -> it.contains("BODY.PEEK[]"))
        .noneMatch(it -> it.contains("BODYSTRUCTURE") || it.contains("ENVELOPE"));
  }

  private List<String> subjects() {
    return fetched.stream()
        .filter(Fetched.Message.class::isInstance)
        .map(it -> new String(((Fetched.Message) it).bytes(), UTF_8))
        .map(it -> it.lines().findFirst().orElse("").substring("Subject: ".length()))
        .toList();
  }

  @Test
  void exchange_online() throws Exception {
    try (TranscriptServer server = new TranscriptServer("exchange-online");
        ImapMailbox mailbox = open(server, Access.READ_WRITE)) {
      fetch(mailbox);

      assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three", "five", "six");
      assertThat(fetched)
          .filteredOn(Fetched.Failed.class::isInstance)
          .singleElement()
          .satisfies(it -> assertThat(it.key().uid()).isEqualTo(24))
          .satisfies(it -> assertThat(((Fetched.Failed) it).reason()).contains("SERVERBUG"));
      assertThat(pauses).containsExactly(Duration.ofSeconds(30), Duration.ofMillis(4_711));

      Settled keyword =
          mailbox.settle(List.of(21L, 22L), new Settlement.Keyword("$BounceScanned"), false);
      assertThat(keyword.note())
          .contains("the server keeps no keywords: $BounceScanned was not set");
      Settled moved = mailbox.settle(
          List.of(21L, 22L, 23L, 24L, 25L, 26L), new Settlement.Move("Erledigt über"), false);
      assertThat(moved.settled()).hasSize(6);
      assertThat(moved.failed()).isEmpty();
      assertStructuresNeverAsked(server);
      assertThat(server.unknown()).isEmpty();
    }
  }

  @Test
  void gmail() throws Exception {
    try (TranscriptServer server = new TranscriptServer("gmail");
        ImapMailbox mailbox = open(server, Access.READ_WRITE)) {
      fetch(mailbox);

      assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three");
      assertThat(pauses).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
      Settled moved =
          mailbox.settle(List.of(801L, 802L, 803L), new Settlement.Move("Zurückläufer"), false);
      assertThat(moved.settled()).containsExactlyInAnyOrder(801L, 802L, 803L);
      assertStructuresNeverAsked(server);
      assertThat(server.unknown()).isEmpty();
    }
  }

  @Test
  void courier() throws Exception {
    try (TranscriptServer server = new TranscriptServer("courier");
        ImapMailbox mailbox = open(server, Access.READ_WRITE)) {
      fetch(mailbox);

      assertThat(subjects()).containsExactlyInAnyOrder("one", "three");
      assertThat(fetched)
          .filteredOn(Fetched.Failed.class::isInstance)
          .singleElement()
          .satisfies(it -> assertThat(it.key().uid()).isEqualTo(12));
      Settlement move = new Settlement.Move("Erledigt/2026");
      Settled moved = mailbox.settle(List.of(11L, 12L, 13L), move, false);
      assertThat(moved.settled()).containsExactlyInAnyOrder(11L, 12L, 13L);
      assertThat(moved.note()).contains("no UID EXPUNGE");
      // after an interruption: what was copied is not copied again
      assertThat(mailbox.settle(List.of(11L, 12L, 13L), move, false).settled()).hasSize(3);
      assertThat(server.commands()).filteredOn(it -> it.startsWith("UID COPY")).hasSize(1);
      assertThat(server.commands()).noneMatch(it -> it.equals("EXPUNGE"));
      assertStructuresNeverAsked(server);
      assertThat(server.unknown()).isEmpty();
    }
  }

  @Test
  void a_server_that_lets_us_copy_and_not_delete_gets_one_copy_and_says_so() throws Exception {
    Settlement move = new Settlement.Move("Processed");
    try (TranscriptServer server = new TranscriptServer("no-delete")) {
      for (boolean again : new boolean[] {false, true}) {
        try (ImapMailbox mailbox = open(server, Access.READ_WRITE)) {
          Settled settled = mailbox.settle(List.of(21L, 22L), move, again);

          assertThat(settled.settled()).containsExactlyInAnyOrder(21L, 22L);
          assertThat(settled.failed()).isEmpty();
          assertThat(settled.note())
              .contains("copied to 'Processed'", "does not let us delete them", "[NOPERM]");
        }
      }
      assertThat(server.commands()).filteredOn(it -> it.startsWith("UID COPY")).hasSize(1);
      assertThat(server.unknown()).isEmpty();
    }
  }
}
