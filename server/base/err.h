/* err.h - every error of the server once: a name for the code and the wire, a sentence for the log.
 * (Why the rules say no to a person is another list: domain/refusals.def.)
 * Thread: any. */
#ifndef SOPU_BASE_ERR_H
#define SOPU_BASE_ERR_H

#define ERR_LIST(X)                                                                                \
    X(ERR_MALFORMED, "malformed", "the bytes are not what the format says")                        \
    X(ERR_POLICY, "policy", "well-formed, but this document may not hold it")                      \
    X(ERR_TOO_BIG, "too_big", "larger than the limit")                                             \
    X(ERR_PENDING, "pending", "depends on changes that have not arrived")                          \
    X(ERR_LATE, "late", "the text is handed in; the change is kept as a late edit")                \
    X(ERR_READ_ONLY, "read_only", "this person may not write here now")                            \
    X(ERR_NO_ACCESS, "no_access", "this person may not see this")                                  \
    X(ERR_NOT_FOUND, "not_found", "there is no such thing")                                        \
    X(ERR_FOREIGN_ID, "foreign_id", "a client id that was issued to somebody else")                \
    X(ERR_EPOCH, "epoch", "an earlier incarnation of the document")                                \
    X(ERR_STORAGE, "storage", "the disk does not take records; nothing is acknowledged")           \
    X(ERR_BUSY, "busy", "another process is using it")                                             \
    X(ERR_RATE, "rate", "too many messages from one seat")                                         \
    X(ERR_SESSION, "session", "no valid session or ticket")                                        \
    X(ERR_NEWER, "newer", "the database is of a newer version than this program")                  \
    X(ERR_CORRUPT, "corrupt", "the database does not hold what its chain says")                    \
    X(ERR_IO, "io", "a file or the network failed")

enum err {
    OK = 0,
#define ERR_ENUM(name, code, sentence) name,
    ERR_LIST(ERR_ENUM)
#undef ERR_ENUM
};

/* "malformed" for ERR_MALFORMED: what clients see; "ok" for OK. */
const char *err_code(enum err err);
const char *err_sentence(enum err err);

#endif
