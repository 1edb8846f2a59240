-- The ledger, version 1. Names in braces differ between databases; everything else is common SQL. For SQLite {id} makes
-- a key the number of its row, and {clustered} keeps rows in their primary key: one tree to write to instead of two.
-- Times are milliseconds since 1970 UTC. A turn is the number of a run or of a release: later is higher.

CREATE TABLE number (
  name TEXT PRIMARY KEY,
  next BIGINT NOT NULL
);

CREATE TABLE job (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- state: running, reported (files are durable), ended
CREATE TABLE run (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES job (id),
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  folder TEXT NOT NULL,
  state TEXT NOT NULL,
  starts INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  exit_code INTEGER,
  summary TEXT
);

CREATE TABLE mailbox (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES job (id),
  name TEXT NOT NULL,
  uidvalidity BIGINT NOT NULL,
  uid_floor BIGINT NOT NULL,
  UNIQUE (job_id, name)
);

-- What a run counted, which the summaries of later ones compare with.
CREATE INDEX run_job ON run (job_id, id);

CREATE TABLE run_count (
  run_id BIGINT NOT NULL REFERENCES run (id),
  name TEXT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (run_id, name)
);

-- How a mailbox fared in a run, as long as the run is not ended.
CREATE TABLE run_mailbox (
  run_id BIGINT NOT NULL REFERENCES run (id),
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  listed BIGINT NOT NULL,
  known BIGINT NOT NULL,
  ending TEXT,
  problem TEXT,
  PRIMARY KEY (run_id, mailbox_id)
);

-- state: recorded, linked (the same bytes were recorded under another UID), vanished, failed (to be fetched again)
CREATE TABLE message (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  uidvalidity BIGINT NOT NULL,
  uid BIGINT NOT NULL,
  run_id BIGINT NOT NULL REFERENCES run (id),
  state TEXT NOT NULL,
  event TEXT,
  content BIGINT,
  sha256 {blob},
  bytes BIGINT NOT NULL,
  received_at BIGINT,
  attempts INTEGER NOT NULL,
  problem TEXT,
  settled TEXT,
  PRIMARY KEY (mailbox_id, uidvalidity, uid)
) {clustered};
CREATE INDEX message_content ON message (content);
CREATE INDEX message_unsettled ON message (mailbox_id, uidvalidity, uid) WHERE settled IS NULL;
CREATE INDEX message_run ON message (run_id, mailbox_id, uidvalidity, uid);

-- What a message reports for one recipient: what decisions depend on, and what was decided. The address is in lower
-- case, because two spellings of it are one mailbox; evidence keeps the spelling.
CREATE TABLE outcome (
  id {id} PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES job (id),
  run_id BIGINT NOT NULL REFERENCES run (id),
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  uidvalidity BIGINT NOT NULL,
  uid BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  received_at BIGINT NOT NULL,
  event TEXT NOT NULL,
  address TEXT,
  category TEXT,
  subtype TEXT,
  rule TEXT,
  provider TEXT NOT NULL,
  stated_clearly INTEGER NOT NULL,
  double_weight INTEGER NOT NULL,
  verified INTEGER NOT NULL,
  original_message TEXT NOT NULL,
  measure TEXT,
  reason TEXT,
  counted INTEGER
);
CREATE UNIQUE INDEX outcome_run ON outcome (run_id, mailbox_id, uidvalidity, uid, seq);
CREATE INDEX outcome_address ON outcome (job_id, address, received_at, id) WHERE address IS NOT NULL;

-- The raw side of an outcome: for reports, forgotten after the retention time.
CREATE TABLE evidence (
  outcome_id {id} PRIMARY KEY,
  recipient TEXT,
  bounce_class TEXT,
  resolvers TEXT,
  status TEXT,
  reply_code INTEGER,
  diagnostic TEXT,
  masked TEXT,
  confidence TEXT,
  conflict INTEGER,
  claimed_permanent INTEGER,
  phase TEXT,
  remote_mta TEXT,
  reporting_mta TEXT,
  arrival_date TEXT,
  original_recipient TEXT,
  final_recipient TEXT,
  original_message_id TEXT,
  original_subject TEXT,
  header_from TEXT,
  return_path TEXT,
  dkim_domains TEXT,
  sending_ip TEXT,
  campaign TEXT,
  dialect TEXT,
  note TEXT
);

-- Addresses that a run decides about.
CREATE TABLE touched (
  run_id BIGINT NOT NULL REFERENCES run (id),
  address TEXT NOT NULL,
  PRIMARY KEY (run_id, address)
) {clustered};

-- The day on which an address was first called dead: what the guard compares days by.
-- Days are counted from 1970, UTC.
CREATE TABLE first_dead (
  job_id BIGINT NOT NULL REFERENCES job (id),
  address TEXT NOT NULL,
  day BIGINT NOT NULL,
  provider TEXT NOT NULL,
  rule TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  PRIMARY KEY (job_id, address)
) {clustered};
CREATE INDEX first_dead_day ON first_dead (job_id, day, provider, rule);

-- Every state an address was ever in, one row a turn; the highest turn is the state now.
CREATE TABLE suppression (
  job_id BIGINT NOT NULL REFERENCES job (id),
  address TEXT NOT NULL,
  turn BIGINT NOT NULL,
  state TEXT NOT NULL,
  cause TEXT NOT NULL,
  category TEXT,
  subtype TEXT,
  rule TEXT,
  provider TEXT NOT NULL,
  reason TEXT NOT NULL,
  evidence TEXT NOT NULL,
  status TEXT,
  reply_code INTEGER,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  counted INTEGER NOT NULL,
  since BIGINT NOT NULL,
  expires BIGINT,
  PRIMARY KEY (job_id, address, turn)
);
CREATE INDEX suppression_turn ON suppression (job_id, turn);

CREATE TABLE guard_event (
  job_id BIGINT NOT NULL REFERENCES job (id),
  id TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  day TEXT NOT NULL,
  provider TEXT,
  rule TEXT,
  dead BIGINT NOT NULL,
  usual BIGINT NOT NULL,
  allowed BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  released_at BIGINT,
  PRIMARY KEY (job_id, id)
);

-- Who took what off the list, and why; evidence up to the outcome named never counts again.
CREATE TABLE released (
  job_id BIGINT NOT NULL REFERENCES job (id),
  turn BIGINT NOT NULL,
  address TEXT NOT NULL,
  through BIGINT NOT NULL,
  at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  released_by TEXT NOT NULL,
  PRIMARY KEY (job_id, address, turn)
);

-- The last moment at which the mailing system says an address took mail.
CREATE TABLE delivery (
  job_id BIGINT NOT NULL REFERENCES job (id),
  address TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (job_id, address)
) {clustered};
