-- +goose Up
-- The documents that combined messages stand for, by their own keys.
CREATE TABLE covered (
  document TEXT PRIMARY KEY,
  message  BIGINT NOT NULL
);
CREATE INDEX covered_message ON covered (message);
CREATE INDEX relation_record ON relation (record);

-- +goose Down
DROP INDEX relation_record;
DROP TABLE covered;
