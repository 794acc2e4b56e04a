#include "fault/sim/plants.h"

#include "fault/sim/run.h"
#include "fault/sim/thread.h"

#include "live/hall_inside.h"
#include "live/stream.h"
#include "store/db.h"
#include "store/queue.h"
#include "store/replay.h"
#include "store/wal.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>

static enum plant planted;

const char *plant_name(enum plant plant)
{
    static const char *const names[] = {
        "none",
#define PLANT(name, sentence) #name,
#include "fault/sim/plants.def"
#undef PLANT
    };
    return names[plant];
}

const char *plant_sentence(enum plant plant)
{
    static const char *const sentences[] = {
        "nothing",
#define PLANT(name, sentence) sentence,
#include "fault/sim/plants.def"
#undef PLANT
    };
    return sentences[plant];
}

void plant_put(enum plant plant)
{
    planted = plant;
}

enum plant plant_is(void)
{
    return planted;
}

/* --- where the linker brings the server's calls here (sim.mk) --- */

#define WRAPPED(result, name, ...)                                                                 \
    result __real_##name(__VA_ARGS__);                                                             \
    result __wrap_##name(__VA_ARGS__);                                                             \
    result __wrap_##name(__VA_ARGS__)

/* There is one process, and its file is not on a real disk. */
enum err __wrap_db_claim(const char *path, int *fd, struct buf *why);
enum err __wrap_db_claim(const char *path, int *fd, struct buf *why)
{
    (void)path, (void)why;
    *fd = -1;
    return OK;
}

WRAPPED(bool, folder_sync, const char *path)
{
    (void)path;
    return disk_folder_sync(&run_now()->disk);
}

WRAPPED(log_pos, journal_append, struct journal *journal, const struct record *record)
{
    struct record changed = *record;
    if (planted == PLANT_split)
        changed.is_followed = false;
    if (planted == PLANT_uncleared && record->side.kind == SIDE_BALLOTS_END)
        changed.side.kind = SIDE_NONE;
    log_pos pos = __real_journal_append(journal, &changed);
    ledger_written(&run_now()->ledger, record, pos);
    return pos;
}

WRAPPED(log_pos, journal_durable, const struct journal *journal)
{
    return planted == PLANT_early ? journal_last(journal) : __real_journal_durable(journal);
}

log_pos journal_durable_really(const struct journal *journal)
{
    return __real_journal_durable(journal);
}

WRAPPED(int, sqlite3_exec, sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
        void *context, char **why)
{
    static const char usual[] = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";
    if (strcmp(sql, usual) == 0 && planted == PLANT_normal)
        sql = "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON";
    if (strcmp(sql, usual) == 0 && planted == PLANT_legible)
        sql = "PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF";
    return __real_sqlite3_exec(db, sql, row, context, why);
}

/* Runs are short: a checkpoint after the usual thousand pages would come in none. */
WRAPPED(int, sqlite3_wal_autocheckpoint, sqlite3 *db, int pages)
{
    int drawn = run_now()->plan.checkpoint_pages;
    return __real_sqlite3_wal_autocheckpoint(db, drawn > 0 ? drawn : pages);
}

WRAPPED(struct entry *, queue_take, struct journal *journal, int limit)
{
    return __real_queue_take(journal, planted == PLANT_split ? 1 : limit);
}

WRAPPED(void, queue_report, struct journal *journal, const struct log_tail *durable,
        bool is_writable)
{
    struct log_tail told = *durable;
    if (planted == PLANT_one_more && told.pos < journal_last(journal))
        told.pos++;
    __real_queue_report(journal, &told, is_writable);
}

/* So is the log that stands ready for them. */
WRAPPED(void, wal_lengthen, struct db *db, int pages)
{
    int drawn = run_now()->plan.checkpoint_pages;
    __real_wal_lengthen(db, drawn > 0 ? drawn : pages / 100);
}

/* The writer's thread asks for it after an error, the loop at the start. */
WRAPPED(enum err, wal_settle, struct db *db)
{
    bool is_retry = thread_is_inside();
    if (planted == PLANT_unsettled && !is_retry)
        return OK;
    bool is_it = planted == PLANT_fsyncgate || planted == PLANT_moved_first;
    return is_it && is_retry ? OK : __real_wal_settle(db);
}

WRAPPED(enum err, db_checkpoint, struct db *db)
{
    return planted == PLANT_fsyncgate ? OK : __real_db_checkpoint(db);
}

WRAPPED(const struct answer *, answers_find, const struct answers *answers, const char *command)
{
    return planted == PLANT_twice ? NULL : __real_answers_find(answers, command);
}

WRAPPED(enum err, hall_replay, struct hall *hall, const struct logged *row)
{
    struct logged changed = *row;
    if (planted == PLANT_forgets && row->kind == RECORD_UPDATE && row->pos % 50 == 0)
        return OK;
    if (planted == PLANT_forgetful)
        changed.command = "";
    return __real_hall_replay(hall, &changed);
}

WRAPPED(struct frame *, stream_next, struct stream *stream, uint64_t *cursor, log_pos *after)
{
    struct frame *frame = __real_stream_next(stream, cursor, after);
    if (planted == PLANT_hasty)
        *after = 0;
    return frame;
}

WRAPPED(void, stream_add, struct stream *stream, struct bytes payload, log_pos pos)
{
    if (planted != PLANT_unshown || pos % 50 != 0)
        __real_stream_add(stream, payload, pos);
}

WRAPPED(enum err, room_update, struct room *room, const char *from, enum access access,
        uint32_t epoch, int64_t now_ms, struct bytes update, log_pos *saved)
{
    *saved = room_last(room);
    if (planted == PLANT_dropped && access == ACCESS_WRITE && *saved % 50 == 0)
        return OK;
    return __real_room_update(room, from, access, epoch, now_ms, update, saved);
}

/* --- votes --- */

WRAPPED(struct ballot_list, ballots_in, const struct hall *hall, const char *vote,
        struct arena *arena)
{
    struct ballot_list found = __real_ballots_in(hall, vote, arena);
    if (planted == PLANT_counted_twice && found.count > 0)
        LIST_ADD(&found, found.items[0], arena);
    return found;
}

static bool has_voted(const struct hall *hall, const struct side *side)
{
    for (size_t i = 0; i < hall->ballots.count; i++)
        if (strcmp(hall->ballots.items[i].vote, side->key) == 0 &&
            strcmp(hall->ballots.items[i].ballot.seat, side->seat) == 0)
            return true;
    return false;
}

WRAPPED(void, ballots_follow, struct hall *hall, const struct side *side)
{
    if (planted != PLANT_older || side->kind != SIDE_BALLOT || !has_voted(hall, side))
        __real_ballots_follow(hall, side);
}

WRAPPED(enum err, replay_ballots, struct db *db, replay_ballot_fn *fn, void *context)
{
    return planted == PLANT_unread ? OK : __real_replay_ballots(db, fn, context);
}

WRAPPED(struct verdict, rules_judge, const struct day *day, const char *seat,
        const struct command *command, const struct circumstances *so, struct arena *arena)
{
    struct verdict verdict = __real_rules_judge(day, seat, command, so, arena);
    if (planted == PLANT_told && verdict.event_count > 0 &&
        verdict.events[0].kind == EVENT_vote_closed)
        verdict.events[0].as.vote_closed.ballots = so->ballots;
    return verdict;
}

/* --- the server's own lines --- */

#define WRAPPED_LOG(name)                                                                          \
    void __wrap_##name(const char *what, const char *format, ...);                                 \
    void __wrap_##name(const char *what, const char *format, ...)                                  \
    {                                                                                              \
        char text[256];                                                                            \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        vsnprintf(text, sizeof text, format, args);                                                \
        va_end(args);                                                                              \
        run_tell(run_now(), "  %s %s", what, text);                                                \
    }
WRAPPED_LOG(log_info)
WRAPPED_LOG(log_warn)
WRAPPED_LOG(log_error)
