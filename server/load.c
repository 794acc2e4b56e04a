#include "load.h"

#include <time.h>

enum err load_row(struct hall *hall, const struct log_row *row)
{
    struct logged logged = {.pos = row->pos,
                            .kind = row->kind,
                            .stream = row->stream,
                            .epoch = row->epoch,
                            .actor = row->actor,
                            .at_ms = row->at_ms,
                            .command = row->command,
                            .is_erased = row->is_erased,
                            .body = row->body};
    return hall_replay(hall, &logged);
}

static enum err take_row(void *context, const struct log_row *row)
{
    return load_row(context, row);
}

static enum err take_person(void *context, const char *seat, const char *name)
{
    hall_person(context, seat, name);
    return OK;
}

static enum err take_ballot(void *context, const char *vote, const char *seat, const char *choice)
{
    hall_ballot(context, vote, seat, choice);
    return OK;
}

static enum err take_registry(void *context, const char *organisation, const char *address)
{
    hall_registry(context, organisation, address);
    return OK;
}

static enum err take_feedback(void *context, const char *seat, const char *answers)
{
    hall_feedback(context, seat, answers);
    return OK;
}

static enum err take_link(void *context, const char *id, const char *seat, const uint8_t hash[32],
                          bool ended)
{
    auth_load_link(context, id, seat, hash, ended);
    return OK;
}

static enum err take_session(void *context, const uint8_t hash[32], const char *seat,
                             int64_t expires_ms)
{
    auth_load_session(context, hash, seat, expires_ms, false);
    return OK;
}

enum err load(const char *path, struct hall *hall, struct auth *auth, struct buf *why)
{
    struct db *db;
    enum err err = db_open(path, DB_READ, &db, why);
    if (err != OK)
        return err;
    log_pos trouble = 0;
    err = replay_each(db, 0, take_row, hall, &trouble);
    if (err == OK)
        err = replay_persons(db, take_person, hall);
    if (err == OK)
        err = replay_ballots(db, take_ballot, hall);
    if (err == OK)
        err = replay_registry(db, take_registry, hall);
    if (err == OK)
        err = replay_feedback(db, take_feedback, hall);
    if (err == OK && auth != NULL)
        err = replay_links(db, take_link, auth);
    if (err == OK && auth != NULL)
        err = replay_sessions(db, (int64_t)time(NULL) * 1000, take_session, auth);
    db_close(db);
    if (err != OK && why->len == 0)
        buf_format(why, "%s (position %llu)", err_sentence(err), (unsigned long long)trouble);
    return err;
}
