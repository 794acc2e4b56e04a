/* long_log DB DOC SEAT RECORDS - lets a seat type so many records into a text of a day, as they would stand in the log: for
 * tests of what a long day costs. No server may run on the file. */
#include "base/mem.h"
#include "crdt/doc.h"
#include "crdt/edit.h"
#include "store/journal_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENT = 4242, FIELD_LETTERS = 3000 };

static void wake(void *context)
{
    (void)context;
}

static void append(struct journal *journal, enum record_kind kind, const char *doc,
                   const char *seat, struct bytes body)
{
    journal_append(journal, &(struct record){.kind = kind,
                                             .stream = doc,
                                             .epoch = 1,
                                             .actor = seat,
                                             .at_ms = 1700000000000,
                                             .command = "",
                                             .body = body});
}

/* A letter behind the last; where the field is full, one of the first away. */
static void type(struct doc *text, uint32_t length, struct buf *update)
{
    struct bytes field = bytes_text("decision");
    enum err err = length < FIELD_LETTERS
                       ? doc_text_insert(text, field, length, bytes_text("a"), update)
                       : doc_text_delete(text, field, length / 2, 40, update);
    if (err != OK)
        exit(1);
}

int main(int count, char **words)
{
    if (count != 5) {
        fprintf(stderr, "usage: long_log DB DOC SEAT RECORDS\n");
        return 2;
    }
    struct journal *journal;
    struct buf why = {0};
    if (journal_open(words[1], wake, NULL, &journal, &why) != OK) {
        fprintf(stderr, "long_log: %s\n", buf_c_string(&why));
        return 1;
    }
    struct doc *text = doc_new(true);
    doc_client_set(text, CLIENT);
    append(journal, RECORD_CLIENT_ID, words[2], words[3], bytes_text("4242"));
    struct buf update = {0};
    for (long left = strtol(words[4], NULL, 10); left > 0; left--) {
        buf_clear(&update);
        type(text, doc_text_length_utf16(text, bytes_text("decision")), &update);
        append(journal, RECORD_UPDATE, words[2], words[3], buf_bytes(&update));
    }
    buf_free(&update);
    doc_free(text);
    return journal_close(journal) == OK ? 0 : 1;
}
