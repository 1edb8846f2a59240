package org.bouncescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bouncescan.classify.BounceClass;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Confidence;
import org.bouncescan.classify.Event;
import org.bouncescan.classify.Outcome;
import org.bouncescan.classify.Resolver;
import org.bouncescan.classify.Verdict;
import org.bouncescan.dsn.Action;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.RecipientStatus;
import org.bouncescan.dsn.ReturnedMessage;
import org.bouncescan.dsn.SmtpPhase;
import org.bouncescan.suppress.Measure;
import org.junit.jupiter.api.Test;

class RowWriterTest {
  private static final PerMessageFields MESSAGE = new PerMessageFields(
      "rfc3464",
      false,
      "mx.example.net",
      "Mon, 23 Nov 2026 10:00:00 +0000",
      null,
      null,
      null,
      null,
      new ReturnedMessage(
          "1@example.com",
          "=cmd",
          null,
          List.of(),
          null,
          null,
          null,
          List.of(),
          List.of(),
          Map.of()));

  private static final ParsedRow BOUNCE = new ParsedRow(
      "mail/1.eml",
      new Outcome(
          Event.FAILED,
          "jane@example.org",
          new RecipientStatus(
              Action.FAILED,
              "jane@example.org",
              "jane@example.org",
              "j@mail.example.org",
              EnhancedStatusCode.find("5.2.2"),
              552,
              "552 5.2.2 \"Mailbox\" full\u001b[2J",
              null,
              SmtpPhase.RCPT_TO,
              "mx1.example.org",
              null,
              null),
          new Verdict(
              Category.MAILBOX_FULL,
              null,
              BounceClass.SOFT,
              List.of(Resolver.RECIPIENT),
              true,
              true,
              EnhancedStatusCode.find("5.2.2"),
              552,
              "full-1",
              Confidence.HIGH,
              false,
              Category.MAILBOX_FULL,
              null,
              ""),
          null,
          MESSAGE),
      Measure.COUNT);

  private static final ParsedRow NO_REPORT = new ParsedRow(
      "mail/2.eml",
      new Outcome(
          Event.NOT_A_REPORT,
          null,
          null,
          null,
          "a newsletter",
          new PerMessageFields("none", false, null, null, null, null, null, null, null)),
      null);

  @Test
  void json_lines_hold_exactly_the_fields_of_the_contract_in_their_order() {
    assertThat(written(RowWriter::json, BOUNCE))
        .isEqualTo(
            "{\"source\":\"mail/1.eml\",\"event\":\"failed\",\"recipient\":\"jane@example.org\","
                + "\"original_recipient\":\"jane@example.org\",\"final_recipient\":\"j@mail.example.org\","
                + "\"category\":\"mailbox_full\",\"subtype\":null,\"class\":\"soft\",\"resolver\":\"recipient\","
                + "\"decision\":\"count\",\"claimed_permanent\":true,\"status\":\"5.2.2\",\"reply_code\":552,"
                + "\"diagnostic\":\"552 5.2.2 \\\"Mailbox\\\" full\\u001B[2J\",\"phase\":\"rcpt_to\","
                + "\"rule\":\"full-1\",\"confidence\":\"high\",\"conflict\":false,\"dialect\":\"rfc3464\","
                + "\"reporting_mta\":\"mx.example.net\",\"remote_mta\":\"mx1.example.org\","
                + "\"arrival_date\":\"Mon, 23 Nov 2026 10:00:00 +0000\","
                + "\"original_message_id\":\"1@example.com\",\"original_subject\":\"=cmd\"}\n");
  }

  @Test
  void what_is_absent_is_null() {
    assertThat(written(RowWriter::json, NO_REPORT))
        .isEqualTo("{\"source\":\"mail/2.eml\",\"event\":\"not_a_report\",\"recipient\":null,"
            + "\"original_recipient\":null,\"final_recipient\":null,\"category\":null,"
            + "\"subtype\":null,\"class\":null,\"resolver\":null,\"decision\":null,"
            + "\"claimed_permanent\":null,\"status\":null,\"reply_code\":null,"
            + "\"diagnostic\":\"a newsletter\",\"phase\":null,\"rule\":null,\"confidence\":null,"
            + "\"conflict\":null,\"dialect\":\"none\",\"reporting_mta\":null,\"remote_mta\":null,"
            + "\"arrival_date\":null,\"original_message_id\":null,\"original_subject\":null}\n");
  }

  @Test
  void csv_has_a_header_and_no_formula() {
    assertThat(written(RowWriter::csv, BOUNCE))
        .startsWith("source,event,recipient,original_recipient,")
        .contains("\r\nmail/1.eml,failed,jane@example.org,")
        .contains("\"552 5.2.2 \"\"Mailbox\"\" full")
        .endsWith(",'=cmd\r\n");
  }

  @Test
  void a_terminal_gets_plain_words_and_no_control_characters() {
    assertThat(written(RowWriter::text, BOUNCE, BOUNCE, NO_REPORT)).isEqualTo("""
            mail/1.eml
              failed  jane@example.org
                mailbox_full, soft; decision count; to fix it: recipient; rule full-1, confidence high
                552 5.2.2 "Mailbox" full [2J
              failed  jane@example.org
                mailbox_full, soft; decision count; to fix it: recipient; rule full-1, confidence high
                552 5.2.2 "Mailbox" full [2J
            mail/2.eml
              not a report
                a newsletter
            """);
  }

  private static String written(Function<PrintWriter, RowWriter> format, ParsedRow... rows) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    RowWriter writer = format.apply(out);
    for (ParsedRow row : rows) {
      writer.write(row);
    }
    writer.finish();
    out.flush();
    return text.toString();
  }
}
