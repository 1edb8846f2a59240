package org.bouncescan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A note that a server puts in place of a message is known by its words, wherever they stand. */
class FetchStreamTest {
  private static final String NOTE =
      "Retrieval using the IMAP4 protocol failed for the following message";

  private static boolean isSubstitute(String text) {
    return FetchStream.isSubstitute(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void the_note_is_found_at_every_place() {
    for (int before = 0; before < 200; before++) {
      assertThat(isSubstitute("e".repeat(before) + NOTE)).isTrue();
      assertThat(isSubstitute("s".repeat(before) + NOTE + ": 3\r\n")).isTrue();
    }
    assertThat(isSubstitute(NOTE.substring(0, 40) + NOTE)).isTrue();
  }

  @Test
  void nothing_else_is_taken_for_it() {
    assertThat(isSubstitute("")).isFalse();
    assertThat(isSubstitute(NOTE.substring(1))).isFalse();
    assertThat(isSubstitute(NOTE.substring(0, NOTE.length() - 1))).isFalse();
    assertThat(isSubstitute(NOTE.replace("IMAP4", "POP3") + NOTE.substring(1))).isFalse();
    assertThat(isSubstitute("x".repeat(9_000) + NOTE)).isFalse();
  }
}
