-- One DDL for SQLite and PostgreSQL: text, integers, times in UTC milliseconds
-- (0 = none). INTEGER PRIMARY KEY is the row id on SQLite.
-- +goose Up
CREATE TABLE account (
  name         TEXT PRIMARY KEY,
  paused_until BIGINT NOT NULL DEFAULT 0,
  pause_reason TEXT NOT NULL DEFAULT '',
  paused_at    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  next BIGINT NOT NULL
);
INSERT INTO counter (name, next) VALUES ('message', 1), ('audit', 1);

CREATE TABLE message (
  id            INTEGER PRIMARY KEY,
  idem_key      TEXT NOT NULL,
  message_id    TEXT NOT NULL,
  account       TEXT NOT NULL,
  scenario      TEXT NOT NULL,
  usage         TEXT NOT NULL,
  document      TEXT NOT NULL,
  owner         TEXT NOT NULL,
  subject       TEXT NOT NULL,
  sender        TEXT NOT NULL,
  recipients    TEXT NOT NULL,
  rcpt_count    BIGINT NOT NULL,
  blob          TEXT NOT NULL,
  size          BIGINT NOT NULL,
  priority      BIGINT NOT NULL,
  resend_of     BIGINT NOT NULL DEFAULT 0,
  created_at    BIGINT NOT NULL,
  queued_at     BIGINT NOT NULL DEFAULT 0,
  not_before    BIGINT NOT NULL DEFAULT 0,
  deadline      BIGINT NOT NULL DEFAULT 0,
  status        TEXT NOT NULL,
  phase         TEXT NOT NULL,
  spent         BIGINT NOT NULL DEFAULT 0,
  tries         BIGINT NOT NULL DEFAULT 0,
  fence         BIGINT NOT NULL DEFAULT 0,
  node          TEXT NOT NULL DEFAULT '',
  started_at    BIGINT NOT NULL DEFAULT 0,
  handover_at   BIGINT NOT NULL DEFAULT 0,
  finished_at   BIGINT NOT NULL DEFAULT 0,
  checked_at    BIGINT NOT NULL DEFAULT 0,
  provider_ref  TEXT NOT NULL DEFAULT '',
  error_class   TEXT NOT NULL DEFAULT '',
  error_code    BIGINT NOT NULL DEFAULT 0,
  error_text    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX message_key ON message (idem_key) WHERE idem_key <> '';
CREATE UNIQUE INDEX message_header ON message (message_id);
CREATE INDEX message_due ON message (account, priority, not_before, id) WHERE status = 'queued';
CREATE INDEX message_working ON message (account, node) WHERE status = 'processing';
CREATE INDEX message_unknown ON message (account, id) WHERE status = 'unknown';
CREATE INDEX message_status ON message (status, id);
CREATE INDEX message_document ON message (document);
CREATE INDEX message_blob ON message (blob);
CREATE INDEX message_finished ON message (finished_at) WHERE status = 'sent';

CREATE TABLE recipient (
  message  INTEGER NOT NULL,
  ord      BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  address  TEXT NOT NULL,
  state    TEXT NOT NULL DEFAULT '',
  code     BIGINT NOT NULL DEFAULT 0,
  enhanced TEXT NOT NULL DEFAULT '',
  reply    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (message, ord)
);

CREATE TABLE relation (
  message INTEGER NOT NULL,
  entity  TEXT NOT NULL,
  record  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  origin  TEXT NOT NULL,
  PRIMARY KEY (entity, record, message)
);
CREATE INDEX relation_message ON relation (message);

CREATE TABLE attempt (
  message      INTEGER NOT NULL,
  n            BIGINT NOT NULL,
  account      TEXT NOT NULL,
  node         TEXT NOT NULL,
  started_at   BIGINT NOT NULL,
  handover_at  BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  counted_at   BIGINT NOT NULL,
  rcpt_count   BIGINT NOT NULL,
  size         BIGINT NOT NULL,
  outcome      TEXT NOT NULL,
  class        TEXT NOT NULL,
  stage        TEXT NOT NULL,
  code         BIGINT NOT NULL,
  enhanced     TEXT NOT NULL,
  reply        TEXT NOT NULL,
  provider_ref TEXT NOT NULL,
  PRIMARY KEY (message, n)
);
CREATE INDEX attempt_counted ON attempt (account, counted_at, rcpt_count, size) WHERE counted_at > 0;

CREATE TABLE node (
  id         TEXT PRIMARY KEY,
  host       TEXT NOT NULL,
  pid        BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  heartbeat  BIGINT NOT NULL
);

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY,
  at      BIGINT NOT NULL,
  who     TEXT NOT NULL,
  action  TEXT NOT NULL,
  message BIGINT NOT NULL,
  detail  TEXT NOT NULL
);
CREATE INDEX audit_message ON audit (message);

CREATE TABLE forgotten (
  idem_key    TEXT PRIMARY KEY,
  message_id  TEXT NOT NULL,
  id          BIGINT NOT NULL,
  finished_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE forgotten;
DROP TABLE audit;
DROP TABLE node;
DROP TABLE attempt;
DROP TABLE relation;
DROP TABLE recipient;
DROP TABLE message;
DROP TABLE counter;
DROP TABLE account;
