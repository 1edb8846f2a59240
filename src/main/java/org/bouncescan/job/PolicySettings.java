package org.bouncescan.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.bouncescan.classify.Category;
import org.bouncescan.mailbox.Secret;
import org.bouncescan.suppress.Authenticity;
import org.bouncescan.suppress.GuardSettings;
import org.bouncescan.suppress.SuppressionSettings;
import org.bouncescan.suppress.Threshold;

/** A job's settings as the deciding stage takes them. */
final class PolicySettings {
  private PolicySettings() {}

  static SuppressionSettings suppression(JobSettings job) throws JobException {
    JobSettings.Suppression wanted = job.suppression();
    SuppressionSettings settings = SuppressionSettings.DEFAULT;
    for (Map.Entry<Category, String> it : wanted.thresholds().entrySet()) {
      try {
        settings = settings.with(it.getKey(), Threshold.parse(it.getValue()));
      } catch (IllegalArgumentException e) {
        throw new JobException(
            Ending.CONFIGURATION, it.getKey().label() + ": " + e.getMessage(), e);
      }
    }
    for (Map.Entry<Category, Integer> it : wanted.expireDays().entrySet()) {
      settings = settings.expiring(it.getKey(), Duration.ofDays(it.getValue()));
    }
    Boolean unverified = job.sender().suppressUnverified();
    if (unverified != null) {
      settings = settings.suppressUnverified(unverified);
    }
    return settings.guard(guard(wanted));
  }

  private static GuardSettings guard(JobSettings.Suppression wanted) {
    GuardSettings guard = GuardSettings.DEFAULT;
    if (!wanted.guard()) {
      return guard.disabled();
    }
    if (wanted.guardFloor() == null && wanted.guardFactor() == null) {
      return guard;
    }
    return guard.with(
        wanted.guardFloor() == null ? guard.floor() : wanted.guardFloor(),
        wanted.guardFactor() == null ? guard.factor() : wanted.guardFactor());
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
