-- +goose Up
-- The documents that combined messages stand for, by their own keys.
CREATE TABLE covered (
  document TEXT PRIMARY KEY,
  message  BIGINT NOT NULL
);
CREATE INDEX covered_message ON covered (message);

-- +goose Down
DROP TABLE covered;
