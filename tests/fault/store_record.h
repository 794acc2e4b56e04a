/* store_record.h - the record the fault tests expect at a position: made from the position alone,
 * so that whoever reads the log afterwards knows what must be there. */
#ifndef SOPU_TESTS_FAULT_STORE_RECORD_H
#define SOPU_TESTS_FAULT_STORE_RECORD_H

#include "live/ports/journal.h"

#include <stdio.h>

enum {
    RECORD_BODY_MAX = 600,
    PERSON_EVERY = 10,
    HAPPENING_RECORDS = 7, /* on disk together or not at all */
};

struct made_record {
    struct record record;
    char command[32];
    char seat[32];
    uint8_t body[RECORD_BODY_MAX];
};

static inline void record_make(log_pos pos, struct made_record *made)
{
    uint64_t random = pos * 0x9e3779b97f4a7c15u;
    size_t len = (random >> 32) % RECORD_BODY_MAX;
    for (size_t i = 0; i < len; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        made->body[i] = (uint8_t)(random >> 56);
    }
    snprintf(made->command, sizeof made->command, "command-%llu", (unsigned long long)pos);
    snprintf(made->seat, sizeof made->seat, "seat-%llu", (unsigned long long)pos);
    made->record = (struct record){
        .kind = RECORD_UPDATE,
        .stream = "document",
        .epoch = (uint32_t)pos,
        .actor = made->seat,
        .at_ms = (int64_t)pos * 7,
        .command = made->command,
        .is_followed = pos % HAPPENING_RECORDS != 0,
        .body = bytes_of(made->body, len),
    };
    if (pos % PERSON_EVERY == 0)
        made->record.side =
            (struct side){.kind = SIDE_PERSON, .key = made->seat, .text = made->command};
}

#endif
