import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Says what a run spends its time with, from a flight recording of it:
 *
 * <pre>
 *   BOUNCESCAN_JAVA_OPTS='-XX:StartFlightRecording=filename=run.jfr,settings=profile' jobs/bouncescan run my.yml
 *   java src/bench/Profile.java run.jfr
 * </pre>
 *
 * A sample belongs to the part whose frame is nearest to its top. Time in SQLite includes waiting for the disk. What the
 * JVM does itself (starting, compiling, collecting garbage) is in no sample: it is the processor time of the process
 * that is left.
 */
public final class Profile {
  private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("hashing (SHA-256)", List.of("sun.security.provider.SHA"));
    PARTS.put("ledger (SQLite, JDBC)", List.of("org.sqlite", "com.zaxxer", "org.springframework.jdbc", "org.bouncescan.ledger"));
    PARTS.put("reading messages", List.of("org.bouncescan.dsn"));
    PARTS.put("judging replies", List.of("org.bouncescan.classify"));
    PARTS.put("writing files", List.of("org.apache.commons.csv", "org.bouncescan.report"));
    PARTS.put("IMAP", List.of("org.eclipse.angus", "org.bouncescan.mailbox"));
    PARTS.put("deciding", List.of("org.bouncescan.suppress"));
    PARTS.put("Spring Batch and the job", List.of("org.springframework", "org.bouncescan.job"));
    PARTS.put("command line, job file", List.of("picocli", "org.yaml", "org.bouncescan.cli"));
  }

  private static final Set<String> WAITING = Set.of("accept", "poll", "park", "read0", "wait", "socketRead0", "wait0");

  public static void main(String[] arguments) throws Exception {
    Map<String, Duration> spent = new LinkedHashMap<>();
    PARTS.keySet().forEach(part -> spent.put(part, Duration.ZERO));
    for (RecordedEvent event : RecordingFile.readAllEvents(Path.of(arguments[0]))) {
      Duration period = switch (event.getEventType().getName()) {
        case "jdk.ExecutionSample" -> Duration.ofMillis(10);
        case "jdk.NativeMethodSample" -> Duration.ofMillis(20);
        default -> Duration.ZERO;
      };
      if (!period.isZero() && !isWaiting(event)) {
        spent.merge(part(event.getStackTrace().getFrames()), period, Duration::plus);
      }
    }
    spent.forEach((part, time) -> System.out.printf("%-28s %6.2f s%n", part, time.toMillis() / 1000.0));
  }

  private static boolean isWaiting(RecordedEvent event) {
    return WAITING.contains(event.getStackTrace().getFrames().get(0).getMethod().getName());
  }

  private static String part(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
        if (part.getValue().stream().anyMatch(type::startsWith)) {
          return part.getKey();
        }
      }
    }
    return "other Java";
  }
}
