package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyFactsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
          host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command) | 5.1.1 | 550 | RCPT_TO | mx.b.example
          host mx.b.example[192.0.2.1] refused to talk to me: 421 4.7.0 too busy | 4.7.0 | 421 | CONNECT | mx.b.example
          SMTP error from remote mail server after end of data: host mx.b.example [192.0.2.1]: 554 no | - | 554 | END_OF_DATA | mx.b.example
          SMTP error from remote mail server after MAIL FROM:<k@s.example> SIZE=1543: 501 bad | - | 501 | MAIL_FROM | -
          Sorry, no mailbox here by that name. (#5.1.1) | 5.1.1 | - | - | -
          #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ## | 5.1.1 | 550 | - | -
          550 5.0.0 see 5.2.2 mailbox full | 5.2.2 | 550 | - | -
          Message exceeds 550 bytes | - | - | - | -
          connect to mx.b.example[192.0.2.1]:25: Connection timed out | - | - | CONNECT | mx.b.example
          not accepting mail from outside | - | - | - | -
          refused by 5.1.1.10 | - | - | - | -
          """)
  void a_reply_tells_its_code_phase_and_host(
      String reply, String status, Integer code, SmtpPhase phase, String host) {
    ReplyFacts facts = ReplyFacts.of(reply);
    assertThat(facts.status() == null ? null : facts.status().toString()).isEqualTo(status);
    assertThat(facts.replyCode()).isEqualTo(code);
    assertThat(facts.phase()).isEqualTo(phase);
    assertThat(facts.host()).isEqualTo(host);
  }
}
