import type { Database } from 'better-sqlite3';

/**
 * Numbered migrations, applied in order, each in one transaction with its number (`user_version`).
 * A migration that was released is never edited: a change is the next number.
 */
export const migrations: readonly string[] = [
  // 1: sessions, tokens (without the token), connection log, ledger.
  `
  CREATE TABLE stages (id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE tokens (
    participant_id TEXT PRIMARY KEY,
    stage_id INTEGER NOT NULL REFERENCES stages (id),
    user_id TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tokens_by_expiry ON tokens (expires_at);

  CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    stage_id INTEGER NOT NULL REFERENCES stages (id),
    user_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT
  ) STRICT;
  CREATE UNIQUE INDEX sessions_open ON sessions (stage_id, user_id) WHERE ended_at IS NULL;
  CREATE INDEX sessions_by_user ON sessions (user_id);
  CREATE INDEX sessions_by_start ON sessions (stage_id, joined_at);
  CREATE INDEX sessions_by_end ON sessions (stage_id, ended_at) WHERE ended_at IS NOT NULL;

  -- Written behind, so narrow and apart from the sessions. No row: nothing was heard since the join.
  CREATE TABLE freshness (session_id INTEGER PRIMARY KEY, heard_at INTEGER NOT NULL) STRICT;

  CREATE TABLE parked (
    id INTEGER PRIMARY KEY,
    stage_id INTEGER NOT NULL REFERENCES stages (id),
    user_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX parked_viewer ON parked (stage_id, user_id);
  CREATE INDEX parked_by_expiry ON parked (expires_at);

  CREATE TABLE stage_totals (
    stage_id INTEGER PRIMARY KEY REFERENCES stages (id),
    billed_ms INTEGER NOT NULL DEFAULT 0,
    avoided_ms INTEGER NOT NULL DEFAULT 0,
    peak_viewers INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    stage_id INTEGER REFERENCES stages (id),
    user_id TEXT,
    participant_id TEXT,
    reason TEXT,
    details TEXT NOT NULL
  ) STRICT;
  CREATE INDEX log_by_stage ON log (stage_id) WHERE stage_id IS NOT NULL;
  CREATE INDEX log_by_user ON log (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX log_by_participant ON log (participant_id) WHERE participant_id IS NOT NULL;
  CREATE INDEX log_by_type ON log (type);

  -- Which ids fall into each ten minutes: turns a time range into a range of ids, also where the wall clock was set back.
  CREATE TABLE log_spans (span INTEGER PRIMARY KEY, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL) STRICT;
  `,
  // 2: a start takes the open sessions in the order of their ids, without a walk over all that ever were.
  'CREATE INDEX sessions_open_by_id ON sessions (ended_at) WHERE ended_at IS NULL;',
  // 3: what was connected and what was parked, in the order in which it ended; settings that the console changes;
  // why somebody is parked, and since when a stage was not heard of.
  `
  CREATE TABLE stretches (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind IN (0, 1)), -- 0 billed: connected; 1 avoided: parked
    stage_id INTEGER NOT NULL REFERENCES stages (id),
    user_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    reason TEXT NOT NULL -- how the session ended, or the signal behind the parking
  ) STRICT;
  CREATE INDEX stretches_by_stage ON stretches (stage_id);
  INSERT INTO stretches (kind, stage_id, user_id, started_at, ended_at, reason)
    SELECT 0, stage_id, user_id, joined_at, ended_at, coalesce(end_reason, 'unspecified')
    FROM sessions WHERE ended_at IS NOT NULL ORDER BY ended_at, id;

  ALTER TABLE parked ADD COLUMN participant_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE parked ADD COLUMN cause TEXT;
  ALTER TABLE parked ADD COLUMN joined_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE parked ADD COLUMN watched_ms INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // 4: when an operator took a participant off its stage: its token is dead, and it does not come back with it.
  'ALTER TABLE tokens ADD COLUMN removed_at INTEGER;',
  // 5: whether anything still speaks of a stage is looked up, not searched for.
  'CREATE INDEX tokens_by_stage ON tokens (stage_id);',
];

export const SCHEMA_VERSION = migrations.length;

export const schemaVersion = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings the database to the newest schema. Its version must not be above SCHEMA_VERSION. */
export function migrate(db: Database): void {
  for (let version = schemaVersion(db); version < SCHEMA_VERSION; version += 1) {
    db.transaction(() => {
      db.exec(migrations[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}
