#include "relay_answer.h"

#include "gen/frames.h"

#include <stdio.h>

enum { CHUNK_BYTES = 64 * 1024 };

bool is_step1(struct bytes payload)
{
    return payload.len >= 2 && payload.data[0] == 0 && payload.data[1] == STEP1;
}

bool relay_answer(const char *file, struct buf *message)
{
    struct buf update = {0};
    FILE *opened = file ? fopen(file, "rb") : NULL;
    if (file && opened == NULL)
        return false;
    while (opened && !feof(opened))
        update.len += fread(buf_reserve(&update, CHUNK_BYTES), 1, CHUNK_BYTES, opened);
    if (opened)
        fclose(opened);
    else
        buf_append(&update, "\0\0", 2);
    message_write(message, FLOOR, "", STEP2, buf_bytes(&update));
    buf_free(&update);
    return true;
}
