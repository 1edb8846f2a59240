package org.bouncescan.job;

import java.util.List;
import org.bouncescan.classify.Outcome;

/** The pure stages in a row: bytes of a message to what it means for each recipient. Used by several threads at once. */
interface Stages {
  /** What a message means; at least one outcome. */
  List<Outcome> read(byte[] message);

  /** Who runs the mail system of an outcome's recipient; empty where there is no recipient. */
  String provider(Outcome outcome);
}
