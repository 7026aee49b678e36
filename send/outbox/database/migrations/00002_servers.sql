-- +goose Up
-- A server is a dispatcher that stays; others send what is due and end.
ALTER TABLE node ADD COLUMN serves BIGINT NOT NULL DEFAULT 0;

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- +goose Down
DROP TABLE meta;
ALTER TABLE node DROP COLUMN serves;
