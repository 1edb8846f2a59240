package org.bouncescan.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoilerplateTest {
  private static List<String> without(String... lines) {
    return LetterKinds.builtIn().boilerplate().without(List.of(lines));
  }

  @Test
  void a_warning_of_outside_mail_is_left_out_and_the_line_after_it_is_not() {
    assertThat(without(
            "CAUTION: This email originated from outside of the organization. Do not click links.",
            "You sent mail to ann@example.org. That is not a valid user here."))
        .containsExactly("You sent mail to ann@example.org. That is not a valid user here.");
  }

  @Test
  void a_statement_of_confidentiality_is_left_out_to_its_end() {
    assertThat(without(
            "Your message was not delivered.",
            "",
            "This e-mail and any attachments are confidential. If you are not the one",
            "to whom it is sent, delete it; attachments are prohibited.",
            "",
            "postmaster"))
        .containsExactly("Your message was not delivered.", "", "", "postmaster");
  }

  @Test
  void the_reply_of_a_server_stays_whatever_it_says() {
    String reply = "550 5.7.1 This message originated outside; external senders are not accepted";
    assertThat(without(reply)).containsExactly(reply);
  }

  @Test
  void what_stands_below_a_report_is_no_reason() {
    String report = Messages.ROBOT
        + "\nYou sent mail to ann@example.org. That's not a valid user here.\n\n"
        + "This email and any attachments are confidential; copying is prohibited.\n";

    assertThat(Messages.only(report).diagnostic()).isEqualTo("That's not a valid user here.");
  }
}
