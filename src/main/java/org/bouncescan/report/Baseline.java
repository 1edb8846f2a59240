package org.bouncescan.report;

import java.util.Map;

/**
 * What earlier runs counted, which a summary compares with. The keys are those of {@link RunFiles#counts}.
 *
 * @param previousRun counts of the run before; empty when there was none
 * @param sevenDayMean counts of the seven days before, a day
 */
public record Baseline(Map<String, Long> previousRun, Map<String, Double> sevenDayMean) {
  public static final Baseline NONE = new Baseline(Map.of(), Map.of());

  public Baseline {
    previousRun = Map.copyOf(previousRun);
    sevenDayMean = Map.copyOf(sevenDayMean);
  }
}
