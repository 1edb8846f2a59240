package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncescan.mailbox.FaultyImapServer.Fault;
import org.junit.jupiter.api.Test;

/** What --verbose shows of the protocol. */
class ProtocolLogTest {
  private final List<String> lines = new ArrayList<>();

  private void trace(String text) {
    PrintStream trace = ProtocolLog.stream(lines::add, false);
    text.lines().forEach(line -> trace.print(line + "\n"));
    trace.flush();
  }

  @Test
  void commands_and_answers_are_shown_and_what_is_in_messages_is_not() {
    trace("""
        A5 UID FETCH 1:2 (UID BODY.PEEK[])
        * 1 FETCH (UID 1 BODY[] {45}
        Subject: private words
        A6 UID FETCH 3:4 (UID BODY.PEEK[])

        * also private
         more
         UID 9)
        * 2 FETCH (UID 2 BODY[] "quoted private words")
        A5 OK Fetch completed.
        """);

    assertThat(lines)
        .containsExactly(
            "A5 UID FETCH 1:2 (UID BODY.PEEK[])",
            "* 1 FETCH (UID 1 BODY[] {45}",
            "A6 UID FETCH 3:4 (UID BODY.PEEK[])",
            "* 2 FETCH (UID 2 BODY[] \"...\"",
            "A5 OK Fetch completed.");
  }

  @Test
  void a_real_session_shows_neither_password_nor_content() throws Exception {
    try (FaultyImapServer server =
            new FaultyImapServer(Map.of(7L, Fault.NONE, 8L, Fault.NONE, 9L, Fault.NOISE));
        ImapConnection connection = ImapConnection.open(
            server.settings(), Access.READ_ONLY, ProtocolLog.stream(lines::add, false))) {
      List<Fetched> fetched = new ArrayList<>();
      new FetchStream(
              "test",
              7,
              FetchBounds.DEFAULT,
              List.of(new Listed(7, 40), new Listed(8, 40), new Listed(9, 40)),
              false,
              new Link(Compression.NEVER, Link.SLOW, Link.ENOUGH),
              fetched::add)
          .run(connection.folder());
      assertThat(fetched).hasSize(3);
    }

    assertThat(lines)
        .anySatisfy(it -> assertThat(it).contains("UID FETCH 7:9"))
        .anySatisfy(it -> assertThat(it).startsWith("* 3 FETCH (UID 9 "))
        .allSatisfy(it -> assertThat(it).doesNotContain("secret", "A message.", "Subject:"));
  }
}
