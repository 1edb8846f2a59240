-- Version 2: messages below the floor that a server showed late are found, so the ledger must say which UIDs it has
-- forgotten on purpose: those at or below uid_forgotten that it does not know are not new.

ALTER TABLE mailbox ADD COLUMN uid_forgotten BIGINT NOT NULL DEFAULT 0;
UPDATE mailbox SET uid_forgotten = uid_floor;
