"""The index of reports' words: FTS5 on SQLite, a tsvector on PostgreSQL; kept up by triggers, so that no report can miss it."""

from __future__ import annotations

from sqlalchemy import Connection

# PostgreSQL refuses a tsvector above one megabyte; this many letters stay below it in any script.
LONGEST = 200_000

SQLITE = (
    # The index holds no text of its own: it points into the table of reports, whose rows never change.
    "CREATE VIRTUAL TABLE words USING fts5(text, content='reports', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER words_in AFTER INSERT ON reports BEGIN INSERT INTO words (rowid, text) VALUES (new.n, new.text); END",
    "CREATE TRIGGER words_out AFTER DELETE ON reports BEGIN"
    " INSERT INTO words (words, rowid, text) VALUES ('delete', old.n, old.text); END",
    "INSERT INTO words (words) VALUES ('rebuild')",
)
POSTGRESQL = (
    "CREATE TABLE words (n BIGINT NOT NULL PRIMARY KEY REFERENCES reports (n) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
    f"INSERT INTO words SELECT n, to_tsvector('english', left(text, {LONGEST})) FROM reports",
    "CREATE INDEX words_gin ON words USING gin (words)",
    "CREATE FUNCTION words_in() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
    f" INSERT INTO words VALUES (new.n, to_tsvector('english', left(new.text, {LONGEST}))); RETURN new; END $body$",
    "CREATE TRIGGER words_in AFTER INSERT ON reports FOR EACH ROW EXECUTE FUNCTION words_in()",
)


def make_index(connection: Connection) -> None:
    """Make the index and put into it what the store holds."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
