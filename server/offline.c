#include "offline.h"

#include "domain/nouns.h"
#include "live/words.h"
#include "load.h"
#include "net/clock.h"
#include "person.h"
#include "store/backup.h"
#include "store/erase.h"
#include "store/verify.h"
#include "wire/codec.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

int offline_fail(const char *file, struct buf *why)
{
    bool names_it = strstr(buf_c_string(why), file) != NULL;
    fprintf(stderr, "sopu: %s%s%s\n", names_it ? "" : file, names_it ? "" : ": ",
            buf_c_string(why));
    buf_free(why);
    return EXIT_FAILURE;
}

/* --- verify ------------------------------------------------------------------------------------------------------------ */

static void document_print(const struct day *day, const char *id, const struct doc *doc,
                           bool as_json)
{
    struct arena arena = {0};
    int64_t epoch = day_doc_epoch(day, id);
    struct id_list names = day_doc_fields(day, id, &arena);
    struct field_list fields = words_read(doc, &names, &arena);
    const char *hash = words_hash(&fields, &arena);
    if (as_json) {
        json_t *line =
            json_pack("{s:s,s:I,s:s}", "doc", id, "epoch", (json_int_t)epoch, "hash", hash);
        json_t *texts = json_array();
        for (size_t i = 0; i < fields.count; i++)
            json_array_append_new(texts, codec_encode(&shape_field, &fields.items[i]));
        json_object_set_new(line, "fields", texts);
        char *text = json_dumps(line, JSON_COMPACT);
        printf("%s\n", text);
        free(text);
        json_decref(line);
    } else {
        printf("  %s  %s\n", hash, id);
    }
    arena_free(&arena);
}

/* A lab's text may hold anything: the bytes of its state tell whether it is the same. */
static void lab_document_print(const char *id, struct doc *doc, bool as_json)
{
    struct buf state = {0};
    uint8_t hash[32];
    char hex[2 * sizeof hash + 1];
    doc_since(doc, (struct bytes){NULL, 0}, &state);
    crypto_generichash(hash, sizeof hash, state.data, state.len, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    if (as_json) {
        json_t *line =
            json_pack("{s:s,s:s,s:I}", "doc", id, "hash", hex, "bytes", (json_int_t)state.len);
        json_dumpf(line, stdout, JSON_COMPACT);
        printf("\n");
        json_decref(line);
    } else {
        printf("  %s  %s\n", hex, id);
    }
    buf_free(&state);
}

/* The words an event holds must be those its hash says. */
static bool words_hold(const struct field_list *fields, const char *hash, const char *where)
{
    struct arena arena = {0};
    bool is_same = strcmp(words_hash(fields, &arena), hash) == 0;
    if (!is_same)
        fprintf(stderr, "sopu: the words of %s are not what their hash says\n", where);
    arena_free(&arena);
    return is_same;
}

static bool formal_texts_hold(const struct day *day)
{
    bool all = true;
    for (size_t g = 0; g < day->groups.count; g++)
        for (size_t v = 0; v < day->groups.items[g].versions.count; v++) {
            const struct version *version = &day->groups.items[g].versions.items[v];
            all &= words_hold(&version->fields, version->hash, day->groups.items[g].group);
        }
    for (size_t i = 0; i < day->items.count; i++)
        for (size_t d = 0; d < day->items.items[i].decisions.count; d++) {
            const struct decision *decision = &day->items.items[i].decisions.items[d];
            all &= words_hold(&decision->fields, decision->hash, day->items.items[i].item);
        }
    return all;
}

/* Whoever has kept a printed head learns whether the log up to it is still the same. */
static bool head_holds(const struct config *config, struct buf *why)
{
    char *hex;
    log_pos pos = strtoull(config->head, &hex, 10);
    uint8_t chain[32] = {0};
    char found[65];
    enum err err = verify_chain_at(config->db, pos, chain);
    sodium_bin2hex(found, sizeof found, chain, sizeof chain);
    if (err == ERR_NOT_FOUND)
        buf_format(why,
                   "the log has no record %" PRIu64
                   ": its end is missing, or another log was printed",
                   pos);
    else if (err != OK)
        buf_text(why, err_sentence(err));
    else if (strncmp(found, hex + 1, strlen(hex + 1)) != 0)
        buf_format(why,
                   "record %" PRIu64 " has the chain head %s, another one was printed: up to there "
                   "the log is not the same",
                   pos, found);
    return why->len == 0;
}

static int verify(const struct config *config)
{
    struct verify_report report;
    struct buf why = {0};
    if (verify_database(config->db, &report) != OK) {
        buf_format(&why, "%s", report.what);
        return offline_fail(config->db, &why);
    }
    struct hall *hall = hall_new(NULL, clock_of_the_machine());
    enum err err = load(config->db, hall, NULL, &why);
    log_pos after;
    const struct day *day = hall_look(hall, &after);
    int status = EXIT_SUCCESS;
    if (err != OK || (config->head != NULL && !head_holds(config, &why)))
        status = offline_fail(config->db, &why);
    else if (day != NULL && !formal_texts_hold(day))
        status = EXIT_FAILURE;
    if (status == EXIT_SUCCESS) {
        char chain[65];
        sodium_bin2hex(chain, sizeof chain, report.chain, sizeof report.chain);
        if (!config->as_json)
            printf("%s: %llu records (%llu of them erased), pages, chain and replay are whole; "
                   "chain head %s\n",
                   config->db, (unsigned long long)report.rows, (unsigned long long)report.erased,
                   chain);
        for (size_t i = 0; i < hall_documents(hall); i++) {
            struct doc *doc;
            const char *id = hall_document(hall, i, &doc);
            if (day != NULL)
                document_print(day, id, doc, config->as_json);
            else
                lab_document_print(id, doc, config->as_json);
        }
    }
    hall_free(hall);
    buf_free(&why);
    return status;
}

/* --- keeping a file ------------------------------------------------------------------------------------------------------ */

static int backup(const struct config *config)
{
    struct verify_report report;
    struct buf why = {0};
    setpriority(PRIO_PROCESS, 0, 10); /* people who write come first */
    if (backup_make(config->db, config->to, &report, &why) != OK)
        return offline_fail(config->db, &why);
    char chain[65];
    sodium_bin2hex(chain, sizeof chain, report.chain, sizeof report.chain);
    printf("%s: %llu records, pages and chain are whole; chain head %s\n", config->to,
           (unsigned long long)report.rows, chain);
    return EXIT_SUCCESS;
}

/* Only whole logs are changed, and only for seats they know. */
static enum err seat_look(const char *path, const char *seat, struct buf *why)
{
    struct hall *hall = hall_new(NULL, clock_of_the_machine());
    enum err err = load(path, hall, NULL, why);
    if (err == OK && !hall_has_seat(hall, seat))
        err = person_not_found(path, seat, why);
    hall_free(hall);
    return err;
}

static void erased_tell(const char *path, const char *seat, const struct erase_report *report,
                        struct buf *out)
{
    char chain[65];
    sodium_bin2hex(chain, sizeof chain, report->chain, sizeof report->chain);
    if (report->record == 0)
        buf_format(out, "%s: nothing was left to erase of %s; the file was cleared of copies\n",
                   path, seat);
    else
        buf_format(out,
                   "%s: erased of %s: %slinks (%" PRIu64 "), sessions (%" PRIu64
                   "), contents of sign-ins and late edits (%" PRIu64 "); record %" PRIu64
                   " tells of it\n",
                   path, seat, report->had_name ? "the name, " : "", report->links,
                   report->sessions, report->bodies, report->record);
    buf_format(out,
               "chain head %s\n"
               "Kept: what the seat did and typed, under its id; what others wrote in texts, "
               "reasons and notes.\n"
               "Not reached: backups and exports made before, and blocks the disk keeps of files "
               "as they were.\n",
               chain);
}

static enum err erase(const char *path, const char *seat, struct buf *out, struct buf *why)
{
    struct erase_report report;
    struct clock_port clock = clock_of_the_machine();
    enum err err = seat_look(path, seat, why);
    if (err == OK)
        err = erase_person(path, seat, clock_now_ms(&clock), &report, why);
    if (err == ERR_BUSY)
        buf_text(why, "; stop the server first: nobody is erased while it runs");
    if (err == OK)
        erased_tell(path, seat, &report, out);
    return err;
}

static int person(const struct config *config)
{
    struct buf out = {0}, why = {0};
    enum err err = config->what == DO_EXPORT_PERSON
                       ? person_export(config->db, config->seat, &out, &why)
                       : erase(config->db, config->seat, &out, &why);
    int status = EXIT_SUCCESS;
    if (err != OK)
        status = offline_fail(config->db, &why);
    else
        printf("%s", buf_c_string(&out));
    buf_free(&out);
    buf_free(&why);
    return status;
}

bool offline_is(const struct config *config)
{
    return config->what == DO_VERIFY || config->what == DO_BACKUP ||
           config->what == DO_EXPORT_PERSON || config->what == DO_ERASE_PERSON;
}

int offline_run(const struct config *config)
{
    return config->what == DO_VERIFY   ? verify(config)
           : config->what == DO_BACKUP ? backup(config)
                                       : person(config);
}
