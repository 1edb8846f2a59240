-- Version 3: a run pays for what is new, not for all that is known.

-- Where an address stands: the state of its highest turn. Due is when that has to be decided anew although nothing is
-- heard of the address; null for never.
CREATE TABLE standing (
  job_id BIGINT NOT NULL REFERENCES job (id),
  address TEXT NOT NULL,
  turn BIGINT NOT NULL,
  state TEXT NOT NULL,
  due BIGINT,
  PRIMARY KEY (job_id, address)
) {clustered};
INSERT INTO standing (job_id, address, turn, state, due)
  SELECT s.job_id, s.address, s.turn, s.state, CASE WHEN s.state = 'released' THEN NULL ELSE 0 END FROM suppression s
  WHERE s.turn = (SELECT MAX(l.turn) FROM suppression l WHERE l.job_id = s.job_id AND l.address = s.address);
CREATE INDEX standing_state ON standing (job_id, state);
CREATE INDEX standing_due ON standing (job_id, due) WHERE due IS NOT NULL;

-- What the decisions of a run rest on besides what it heard: settings, claims, events of the guard. Another basis
-- than that of the run before makes all standings due.
ALTER TABLE run ADD COLUMN basis TEXT;

-- The UIDs that are recorded or linked, as ranges; null where they are not gathered yet.
ALTER TABLE mailbox ADD COLUMN uid_known TEXT;

-- With all that is asked for in it, or SQLite walks through the whole table instead.
DROP INDEX message_unsettled;
CREATE INDEX message_unsettled ON message (mailbox_id, uidvalidity, uid, event, run_id, settled) WHERE settled IS NULL;

-- Failures on the way, which every run counts by day: few among all outcomes. The categories are those of the guard.
CREATE INDEX outcome_route ON outcome (job_id, received_at) WHERE event = 'failed' AND category IN
  ('relay_denied', 'connection_failed', 'dns_failure', 'routing_error', 'remote_system_error', 'message_expired',
  'undetermined');
