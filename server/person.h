/* person.h - what a file holds about one person, told to them (GDPR art. 15).
 * Thread: start of the program. */
#ifndef SOPU_PERSON_H
#define SOPU_PERSON_H

#include "base/buf.h"
#include "base/err.h"

/* Appends to `out` one JSON object: who the person is here, their links and sessions (no secrets: the
 * file has none), everything they did, where others' doings name them, and what they typed, as far as
 * their changes brought letters into a text. May run beside a server.
 *   ERR_NOT_FOUND   the day has no such seat
 *   others          as db_open; the log is damaged. `why` has a sentence */
enum err person_export(const char *path, const char *seat, struct buf *out, struct buf *why);

/* ERR_NOT_FOUND, and its sentence. */
enum err person_not_found(const char *path, const char *seat, struct buf *why);

#endif
