/* show.c - build/fuzz-show FILE: an input that is a session, as the updates that arrive; for
 * whoever looks at a finding. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void show_name(const char *what, struct name name)
{
    if (name.is)
        printf(" %s %" PRIu64 ":%" PRIu32, what, name.client, name.clock);
}

static void show_piece(const struct piece *piece)
{
    static const char *const kinds[] = {"gc",    "deleted", "json", "binary", "string",
                                        "embed", "format",  "type", "any",    "doc"};
    printf("    %" PRIu64 ":%" PRIu32 " %s*%" PRIu32, piece->client, piece->clock,
           kinds[piece->kind], piece->len);
    show_name("behind", piece->origin);
    show_name("before", piece->right_origin);
    show_name("in", piece->parent);
    if (piece->root.data)
        printf(" in \"%.*s\"", (int)piece->root.len, (const char *)piece->root.data);
    if (piece->has_key)
        printf(" under \"%.*s\"", (int)piece->key.len, (const char *)piece->key.data);
    if (piece->kind == DOC_STRING)
        printf(" '%.*s'", (int)piece->content.len, (const char *)piece->content.data);
    if (piece->kind == DOC_TYPE)
        printf(" ref %d", piece->content.data[0]);
    printf("\n");
}

static void show_update(size_t number, struct bytes update)
{
    static struct pieces pieces;
    pieces.count = pieces.delete_count = 0;
    CHECK(pieces_read(&pieces, update));
    printf("  update %zu, %zu bytes\n", number, update.len);
    for (size_t i = 0; i < pieces.count; i++)
        show_piece(&pieces.list[i]);
    for (size_t i = 0; i < pieces.delete_count; i++)
        printf("    delete %" PRIu64 ":%" PRIu32 "-%" PRIu32 "\n", pieces.deletes[i].client,
               pieces.deletes[i].clock, pieces.deletes[i].end);
}

int main(int argc, char **argv)
{
    static uint8_t data[1 << 16];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file)
        return 2;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    const struct session *s = session_make(bytes_of(data, size), 0, 0);
    printf("gc %d, odd %d, %zu updates, in order of arrival:\n", s->gc, s->odd, s->count);
    for (size_t i = 0; i < s->arrivals; i++)
        show_update(s->arrival[i], session_arrival(s, i));
    return 0;
}
