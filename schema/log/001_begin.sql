-- The facts of a day: one row for everything that happened, in order, never changed. Numbered files like this one are
-- steps from one version of the schema to the next; once released they are never edited.

CREATE TABLE log (
    pos     INTEGER PRIMARY KEY CHECK (pos > 0), -- gapless from 1; this is the order, at_ms is not
    kind    INTEGER NOT NULL,                    -- enum record_kind of live/ports/journal.h
    stream  TEXT    NOT NULL,                    -- 'day', or a document id
    epoch   INTEGER NOT NULL,                    -- incarnation of the document; 0 for the day
    actor   TEXT    NOT NULL,                    -- seat id; '' for the server itself
    at_ms   INTEGER NOT NULL,                    -- Unix time, for people
    command TEXT    NOT NULL,                    -- id of the command it answers; '' if none. A command may give many rows
    body    BLOB,                                -- JSON or a Yjs update; NULL once erased
    salt    BLOB,                                -- 16 random bytes, erased with the body: then nobody can guess and confirm it
    digest  BLOB    NOT NULL CHECK (length(digest) = 32), -- BLAKE2b-256(salt, body); stays when the body is erased
    chain   BLOB    NOT NULL CHECK (length(chain) = 32),  -- BLAKE2b-256 over the previous row's chain and this row: store/chain.h
    CHECK ((body IS NULL) = (salt IS NULL))
) STRICT;

CREATE INDEX log_command ON log (command) WHERE command <> '';

-- What follows can be erased or expires, so it is outside the log. Rows change in the transaction of their record.

CREATE TABLE person (
    seat TEXT PRIMARY KEY, -- the log knows people by seat only
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    id       TEXT PRIMARY KEY,
    seat     TEXT NOT NULL,                            -- whom the link lets in
    hash     BLOB NOT NULL CHECK (length(hash) = 32),  -- BLAKE2b-256 of its secret; the secret itself is kept nowhere
    ended_ms INTEGER                                   -- when it was ended; NULL while it works
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32), -- BLAKE2b-256 of the token
    seat       TEXT NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
