package org.bouncescan.job;

import java.util.HashSet;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.suppress.Authenticity;
import org.bouncescan.suppress.SuppressionSettings;

/** A job's settings as the deciding stage takes them. */
final class PolicySettings {
  private PolicySettings() {}

  static SuppressionSettings suppression(JobSettings job) {
    Boolean unverified = job.sender().suppressUnverified();
    SuppressionSettings settings = job.suppression().decisions();
    return unverified == null ? settings : settings.suppressUnverified(unverified);
  }

  static Authenticity authenticity(JobSettings.Sender sender) {
    Secret secret = sender.verpSecret();
    return new Authenticity(new Authenticity.Traces(
        new HashSet<>(sender.domains()),
        new HashSet<>(sender.ips()),
        sender.verpPattern(),
        secret == null ? null : secret.reveal()));
  }
}
