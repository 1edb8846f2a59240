package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.bouncescan.mailbox.FaultyImapServer.Fault;
import org.junit.jupiter.api.Test;

/** Every UID asked for is accounted for, whatever the server does; never is a failure taken for an empty message. */
class FaultyServerTest {
  private static String outcome(Fetched fetched) {
    return fetched.key().uid() + " " + fetched.getClass().getSimpleName();
  }

  private final List<Duration> pauses = new ArrayList<>();

  private List<Fetched> fetch(FaultyImapServer server) throws MailboxException {
    List<Fetched> all = new ArrayList<>();
    try (ImapMailbox mailbox =
        ImapMailbox.open(server.settings(), Access.READ_ONLY, new ServerPause(pauses::add))) {
      mailbox.fetch(mailbox.sizes(mailbox.uids()), all::add);
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
      assertThat(fetched)
          .extracting(it -> it.key().toString())
          .contains("faulty/7/12", "faulty/7/15");
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

  /** Sixty good messages around those that are not. */
  private static Map<Long, Fault> among(Map<Long, Fault> faults) {
    Map<Long, Fault> messages = new TreeMap<>();
    for (long uid = 100; uid < 160; uid++) {
      messages.put(uid, Fault.NONE);
    }
    messages.putAll(faults);
    return messages;
  }

  private void assertAllButOne(Fault fault, long uid, String reason) throws Exception {
    Map<Long, Fault> messages = among(Map.of(uid, fault));
    try (FaultyImapServer server = new FaultyImapServer(messages)) {
      List<Fetched> fetched = fetch(server);

      assertThat(fetched).hasSize(60);
      assertThat(fetched)
          .filteredOn(it -> !(it instanceof Fetched.Message))
          .singleElement()
          .satisfies(it -> {
            assertThat(it.key().uid()).isEqualTo(uid);
            assertThat(((Fetched.Failed) it).reason()).contains(reason);
          });
    }
  }

  private Fetched.Message assertAll(Fault fault, long uid) throws Exception {
    try (FaultyImapServer server = new FaultyImapServer(among(Map.of(uid, fault)))) {
      List<Fetched> fetched = fetch(server);

      assertThat(fetched.stream().map(it -> it.key().uid()).sorted())
          .isEqualTo(LongStream.range(100, 160).boxed().toList());
      assertThat(fetched).allSatisfy(it -> assertThat(it).isInstanceOf(Fetched.Message.class));
      return fetched.stream()
          .filter(it -> it.key().uid() == uid)
          .map(Fetched.Message.class::cast)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void a_message_that_breaks_every_connection_costs_no_other_message() throws Exception {
    assertAllButOne(Fault.POISON, 100, "the connection broke");
    assertAllButOne(Fault.POISON, 131, "the connection broke");
  }

  @Test
  void a_message_for_which_the_server_says_no_costs_no_other_message() throws Exception {
    assertAllButOne(Fault.REFUSED, 100, "NO [SERVERBUG] this one can't be read");
    assertAllButOne(Fault.REFUSED, 140, "NO [SERVERBUG]");
  }

  @Test
  void a_literal_with_a_wrong_length_costs_no_other_message() throws Exception {
    assertAllButOne(Fault.LONG_LITERAL, 120, "the connection broke");
    assertAllButOne(Fault.SHORT_LITERAL, 121, "the server sent no answer for it");
  }

  @Test
  void a_message_that_is_announced_with_two_gigabytes_is_read_from_its_beginning()
      throws Exception {
    assertThat(assertAll(Fault.HUGE, 120).bytes()).asString().contains("A message.");
  }

  @Test
  void a_message_whose_size_is_not_told_is_read() throws Exception {
    assertAll(Fault.UNLISTED, 150);
  }

  @Test
  void a_message_that_search_does_not_find_is_read() throws Exception {
    assertAll(Fault.NOT_FOUND, 159);
  }

  @Test
  void a_server_that_names_more_messages_than_there_are_is_asked_in_another_way() throws Exception {
    assertAll(Fault.ALL_UIDS, 133);
  }

  @Test
  void a_message_with_a_date_that_can_not_be_parsed_is_read_without_it() throws Exception {
    assertThat(assertAll(Fault.BAD_DATE, 101).internalDate()).isNull();
    // and one of which no date is told
    assertThat(assertAll(Fault.NONE, 101).internalDate()).isNull();
  }

  @Test
  void a_message_that_is_shorter_than_its_size_is_handed_over_with_both() throws Exception {
    Fetched.Message message = assertAll(Fault.SHORT, 110);

    assertThat(message.declaredSize()).isEqualTo(19189);
    assertThat(message.bytes().length).isLessThan(100);
    assertThat(message.truncated()).isFalse();
  }

  @Test
  void what_others_do_in_the_middle_of_a_fetch_changes_nothing() throws Exception {
    assertAll(Fault.NOISE, 130);
  }

  @Test
  void a_server_that_asks_for_a_pause_gets_it_once_and_then_hands_out_everything()
      throws Exception {
    assertAll(Fault.THROTTLED_ONCE, 120);
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void a_server_that_hangs_up_and_says_for_how_long_is_left_alone_for_so_long() throws Exception {
    assertAll(Fault.BYE_ONCE, 120);
    assertThat(pauses).containsExactly(Duration.ofMillis(299_961));
  }

  @Test
  void a_server_that_breaks_whatever_is_asked_of_it_is_given_up_after_five_connections()
      throws Exception {
    Map<Long, Fault> messages = new TreeMap<>();
    for (long uid = 1; uid < 20; uid++) {
      messages.put(uid, Fault.POISON);
    }
    try (FaultyImapServer server = new FaultyImapServer(messages)) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOfSatisfying(
              MailboxException.class,
              it -> assertThat(it.kind()).isEqualTo(MailboxException.Kind.UNREACHABLE));
      assertThat(server.connections()).isEqualTo(5);
    }
  }
}
