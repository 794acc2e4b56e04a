-- What somebody has voted, while the vote is open: changed ballots are counted once, and a secret one is in no record. With
-- the record that closes the vote they go; what was counted is in it.

CREATE TABLE ballot (
    vote   TEXT NOT NULL,
    seat   TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('yes', 'no', 'empty')),
    PRIMARY KEY (vote, seat)
) STRICT, WITHOUT ROWID;

-- How the day was, by those who took part: read without names.
CREATE TABLE feedback (
    seat    TEXT PRIMARY KEY,
    answers TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where an organisation takes official mail: no page shows it but to those who send.
CREATE TABLE registry (
    organisation TEXT PRIMARY KEY,
    address      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
