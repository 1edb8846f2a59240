package org.bouncescan.dsn;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.bouncescan.dsn.DeliveryReport.StatusNotification;
import org.bouncescan.dsn.DeliveryReport.Unparsable;

/** Whatever bytes a message has: it ends in a clear outcome, and in the same one each time. */
class ReportReaderFuzzTest {
  private static final ReportReader READER = new ReportReader(Limits.DEFAULT);

  @FuzzTest(maxDuration = "5m")
  void read(byte[] message) {
    DeliveryReport report = READER.read(message);
    if (report instanceof Unparsable unread && unread.reason().startsWith("the reader failed")) {
      throw new AssertionError(unread.reason());
    }
    if (!report.equals(READER.read(message))) {
      throw new AssertionError("read twice, understood differently: " + report);
    }
    if (report instanceof StatusNotification status) {
      status.recipients().forEach(ReportReaderFuzzTest::isSound);
    }
  }

  private static void isSound(RecipientStatus status) {
    String recipient = status.recipient();
    if (recipient != null && (recipient.isBlank() || recipient.indexOf('\n') >= 0)) {
      throw new AssertionError("no address: '" + recipient + "'");
    }
    Integer code = status.replyCode();
    if (code != null && (code < 200 || code > 599)) {
      throw new AssertionError("no reply code: " + code);
    }
  }
}
