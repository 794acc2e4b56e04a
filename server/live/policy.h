/* policy.h - what a group's document may hold: plain text in known fields, written under one's own
 * client id. An update is refused whole or taken whole. Pure: looks at the update as the document
 * would take it. Thread: loop. */
#ifndef SOPU_LIVE_POLICY_H
#define SOPU_LIVE_POLICY_H

#include "base/bytes.h"
#include "base/err.h"
#include "crdt/doc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;

enum { POLICY_UPDATE_MAX_BYTES = 1024 * 1024 };

/* A field: the name of its root Y.Text (or, for actions, what follows "<action id>/") and its hard
 * limit. */
struct policy_field {
    const char *name;
    uint32_t max_utf16;
};

/* fields: "title", "decision", "rationale"; action_fields: "what", "who", "when", "measure" of each
 * action. Copied. */
struct policy *policy_new(const struct policy_field *fields, size_t field_count,
                          const struct policy_field *action_fields, size_t action_field_count);
void policy_free(struct policy *policy);

/* Which actions exist now. A removed action's fields are no longer written to; what they hold
 * stays. Adding one that is there, or removing one that is not, changes nothing. */
void policy_action_add(struct policy *policy, struct bytes action_id);
void policy_action_remove(struct policy *policy, struct bytes action_id);

/* May this document take this update?
 *   owns            says whether a client id was issued to the sender; NULL: any id may be written
 *   ERR_MALFORMED   not an update
 *   ERR_POLICY      anything but text, or a field that does not exist, or a control character (newline and tab are fine)
 *   ERR_FOREIGN_ID  something new under a client id that the sender does not own
 *   ERR_TOO_BIG     a field would grow past its limit (one already past it may shrink), or the
 * update is too long ERR_PENDING     depends on what has not arrived; send sync step 1 and let it
 * be sent again */
enum err policy_check(const struct policy *policy, const struct doc *doc, struct bytes update,
                      bool (*owns)(void *context, uint64_t client), void *context);

#endif
