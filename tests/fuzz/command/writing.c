#include "fuzz/command/writing.h"

#include "fakes/journal_fake.h"
#include "fakes/outbox_fake.h"
#include "fuzz/command/answered.h"
#include "fuzz/fuzz.h"
#include "live/hall_inside.h"
#include "wire/hub.h"

enum { NUMBERED = 16, SAVED = 17, REFUSED_WHOLE = 18, DISMISSED = 4400 };

static const char *const fields[] = {"title",   "decision", "rationale", "a1/what",
                                     "a1/when", "a2/who",   "nowhere",   ""};
static const char *const of_minutes[] = {
    "item-4/presentation", "item-4/handling",   "item-4/decision",  "item-9/handling",
    "item-9-a/decision",   "item-9-a/handling", "nowhere/decision", "item-4"};

/* --- copies ------------------------------------------------------------------------------------------------------------ */

static const struct doc *server_doc(const struct hall *hall, const char *name)
{
    struct doc *doc = NULL;
    for (size_t i = 0; i < hall_documents(hall); i++)
        if (strcmp(hall_document(hall, i, &doc), name) == 0)
            return doc;
    return NULL;
}

void writing_begin(struct writing *writings, const struct hall *hall, const struct outbox *out)
{
    static struct buf state;
    struct bytes text = answered_first(out, "opened");
    if (text.len == 0)
        return;
    json_t *opened = json_loadb((const char *)text.data, text.len, 0, NULL);
    json_int_t number = json_integer_value(json_object_get(opened, "ch"));
    const char *name = json_string_value(json_object_get(opened, "doc"));
    if (number <= CHANNELS) {
        struct writing *writing = &writings[number - 1];
        doc_free(writing->doc);
        *writing =
            (struct writing){.doc = doc_new(true), .is_minutes = strcmp(name, MINUTES_DOC) == 0};
        must_apply(writing->doc, state_of((struct doc *)server_doc(hall, name), &state));
        doc_client_set(writing->doc, (uint64_t)json_integer_value(json_object_get(opened, "cid")));
    }
    json_decref(opened);
}

void writing_end(struct writing *writings)
{
    for (int i = 0; i < CHANNELS; i++) {
        doc_free(writings[i].doc);
        writings[i] = (struct writing){0};
    }
}

/* --- changes ------------------------------------------------------------------------------------------------------------ */

static void turn_bytes(struct buf *update, uint8_t how)
{
    for (uint8_t left = how % 4; left > 0 && update->len > 0; left--)
        update->data[(how * 7U + left * 13U) % update->len] ^= (uint8_t)(1U << (how + left) % 8);
}

struct bytes writing_frame(struct writing *writings, struct bytes line)
{
    static struct buf update;
    static struct buf frame;
    uint8_t number = take_u8(&line) % CHANNELS;
    uint8_t place = take_u8(&line) % 8;
    uint8_t turned = take_u8(&line);
    struct writing *writing = &writings[number];
    const char *field = writing->is_minutes ? of_minutes[place] : fields[place];
    if (writing->doc == NULL)
        return (struct bytes){0};
    uint32_t length = doc_text_length_utf16(writing->doc, bytes_text(field));
    buf_clear(&update);
    enum err err = line.len > 0
                       ? doc_text_insert(writing->doc, bytes_text(field), 0, line, &update)
                       : doc_text_delete(writing->doc, bytes_text(field), 0, length, &update);
    if (err != OK)
        return (struct bytes){0}; /* no words: not UTF-8 */
    if (turned != '0')
        turn_bytes(&update, turned);
    buf_clear(&frame);
    write_varuint(&frame, number + 1U);
    write_varuint(&frame, NUMBERED);
    write_varuint(&frame, ++writing->seq);
    write_buffer(&frame, buf_bytes(&update));
    return buf_bytes(&frame);
}

/* --- answers ------------------------------------------------------------------------------------------------------------ */

static bool is_known(struct bytes code)
{
    for (int err = 1; err <= ERR_IO; err++)
        if (bytes_equal(code, bytes_text(err_code((enum err)err))))
            return true;
    return false;
}

/* "Saved" or "refused" for the numbered change, and for no other. */
static void check_verdict(struct bytes text, const struct hub_frame *asked, bool *is_saved)
{
    struct reader reader = reader_of(text);
    CHECK(read_varuint(&reader) == asked->channel);
    uint64_t kind = read_varuint(&reader);
    CHECK(kind == SAVED || kind == REFUSED_WHOLE);
    CHECK(read_varuint(&reader) == asked->seq);
    if (kind == REFUSED_WHOLE)
        CHECK(is_known(read_buffer(&reader)));
    CHECK(reader_done(&reader));
    *is_saved = kind == SAVED;
}

/* A text changes when it is said to be saved, and only by what is written down then. */
static void check_records(const struct journal *journal, log_pos before, bool is_saved,
                          bool has_changed)
{
    log_pos appended = journal_fake_last(journal) - before;
    CHECK(appended <= 1);
    if (appended == 1)
        CHECK(journal_fake_record(journal, before + 1)->kind ==
              (is_saved ? RECORD_UPDATE : RECORD_LATE));
    CHECK(has_changed == (is_saved && appended == 1));
}

void writing_answered(const struct visitor *visitor, const struct journal *journal, log_pos before,
                      const struct outbox *out, struct bytes frame, bool has_changed)
{
    struct hub_frame asked;
    bool is_dismissed = outbox_fake_close_code(out) != 0;
    bool is_saved = false;
    CHECK(is_dismissed == (hub_read(frame, &asked) != OK));
    CHECK(!is_dismissed || outbox_fake_close_code(out) == DISMISSED);
    if (is_dismissed || visitor_channel((struct visitor *)visitor, asked.channel) == NULL ||
        asked.kind == HUB_AWARENESS) {
        CHECK(outbox_fake_count(out) == 0);
    } else if (asked.kind == HUB_STEP1) {
        CHECK(outbox_fake_count(out) <= 1);
    } else {
        size_t binary = 0;
        for (size_t i = 0; i < outbox_fake_count(out); i++)
            if (outbox_fake_sent(out, i).type == FRAME_BINARY && binary++ == 0)
                check_verdict(outbox_fake_sent(out, i).bytes, &asked, &is_saved);
        CHECK(binary == 1);
    }
    check_records(journal, before, is_saved, has_changed);
}
