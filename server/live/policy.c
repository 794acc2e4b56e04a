#include "live/policy.h"

#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct root {
    char *name;
    size_t len;
    uint32_t max_utf16;
};

struct policy {
    struct root *fields;
    size_t field_count;
    struct root *action_fields;
    size_t action_field_count;
    struct root *actions; /* ids; their limit is not used */
    size_t action_count;
};

static struct root *roots_copy(const struct policy_field *fields, size_t count)
{
    struct root *roots = mem_array(count, sizeof *roots);
    for (size_t i = 0; i < count; i++)
        roots[i] =
            (struct root){mem_text(fields[i].name), strlen(fields[i].name), fields[i].max_utf16};
    return roots;
}

static void roots_free(struct root *roots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(roots[i].name);
    mem_free(roots);
}

struct policy *policy_new(const struct policy_field *fields, size_t field_count,
                          const struct policy_field *action_fields, size_t action_field_count)
{
    struct policy *policy = mem_new(sizeof *policy);
    policy->fields = roots_copy(fields, field_count);
    policy->field_count = field_count;
    policy->action_fields = roots_copy(action_fields, action_field_count);
    policy->action_field_count = action_field_count;
    return policy;
}

void policy_free(struct policy *policy)
{
    if (!policy)
        return;
    roots_free(policy->fields, policy->field_count);
    roots_free(policy->action_fields, policy->action_field_count);
    roots_free(policy->actions, policy->action_count);
    mem_free(policy);
}

static const struct root *root_named(const struct root *roots, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_equal(bytes_of(roots[i].name, roots[i].len), name))
            return &roots[i];
    return NULL;
}

void policy_action_add(struct policy *policy, struct bytes action_id)
{
    if (root_named(policy->actions, policy->action_count, action_id))
        return;
    policy->actions = mem_grow(policy->actions, policy->action_count + 1, sizeof *policy->actions);
    policy->actions[policy->action_count++] =
        (struct root){mem_text_n((const char *)action_id.data, action_id.len), action_id.len, 0};
}

void policy_action_remove(struct policy *policy, struct bytes action_id)
{
    const struct root *found = root_named(policy->actions, policy->action_count, action_id);
    if (!found)
        return;
    size_t at = (size_t)(found - policy->actions);
    mem_free(policy->actions[at].name);
    policy->actions[at] = policy->actions[--policy->action_count];
}

/* The field of that name; NULL if there is none now. */
static const struct root *field_of(const struct policy *policy, struct bytes name)
{
    const struct root *field = root_named(policy->fields, policy->field_count, name);
    if (field || name.len == 0)
        return field;
    const uint8_t *slash = memchr(name.data, '/', name.len);
    if (!slash)
        return NULL;
    size_t id_len = (size_t)(slash - name.data);
    if (!root_named(policy->actions, policy->action_count, bytes_of(name.data, id_len)))
        return NULL;
    return root_named(policy->action_fields, policy->action_field_count,
                      bytes_of(slash + 1, name.len - id_len - 1));
}

/* One update under examination: what it adds to and takes from each field. */
struct change {
    struct bytes root;
    uint32_t max_utf16;
    uint64_t inserted;
    uint64_t deleted;
};

struct look {
    const struct policy *policy;
    const struct doc *doc;
    bool (*owns)(void *context, uint64_t client);
    void *owns_context;
    struct change *changes;
    size_t change_count;
};

static struct change *change_of(struct look *look, struct bytes root)
{
    for (size_t i = 0; i < look->change_count; i++)
        if (bytes_equal(look->changes[i].root, root))
            return &look->changes[i];
    look->changes = mem_grow(look->changes, look->change_count + 1, sizeof *look->changes);
    struct change *change = &look->changes[look->change_count++];
    *change = (struct change){.root = root, .max_utf16 = UINT32_MAX};
    return change;
}

/* Events hold the exact words, and no control characters but newline and tab (schema/messages.json). A carriage return
 * would, besides, make positions differ between browsers' text areas. */
static bool is_plain(struct bytes utf8)
{
    for (size_t i = 0; i < utf8.len; i++) {
        uint8_t c = utf8.data[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static enum err look_at_struct(void *context, uint64_t client, uint32_t units, int content_kind,
                               struct bytes root, bool key_present, struct bytes utf8)
{
    struct look *look = context;
    if (look->owns && !look->owns(look->owns_context, client))
        return ERR_FOREIGN_ID;
    if (content_kind == DOC_GC)
        return OK;
    if (key_present || !root.data)
        return ERR_POLICY;
    const struct root *field = field_of(look->policy, root);
    /* Deleted text of a field that is no more is harmless; but nobody makes up names. */
    if (content_kind == DOC_DELETED)
        return field || doc_has_root(look->doc, root) ? OK : ERR_POLICY;
    if (content_kind != DOC_STRING || !field || !is_plain(utf8))
        return ERR_POLICY;
    struct change *change = change_of(look, root);
    change->max_utf16 = field->max_utf16;
    change->inserted += units;
    return OK;
}

static enum err look_at_delete(void *context, struct bytes root, uint32_t units)
{
    struct look *look = context;
    change_of(look, root)->deleted += units;
    return OK;
}

/* A field past its limit may shrink, and stay as long as it is while its words change. */
static bool grows_too_long(const struct doc *doc, const struct change *change)
{
    if (change->inserted <= change->deleted)
        return false;
    uint64_t now = doc_text_length_utf16(doc, change->root);
    return now + change->inserted - change->deleted > change->max_utf16;
}

enum err policy_check(const struct policy *policy, const struct doc *doc, struct bytes update,
                      bool (*owns)(void *context, uint64_t client), void *context)
{
    if (update.len > POLICY_UPDATE_MAX_BYTES)
        return ERR_TOO_BIG;
    struct look look = {.policy = policy, .doc = doc, .owns = owns, .owns_context = context};
    struct doc_visitor visitor = {&look, look_at_struct, look_at_delete};
    enum err err = doc_examine(doc, update, &visitor);
    for (size_t i = 0; i < look.change_count && err == OK; i++)
        if (grows_too_long(doc, &look.changes[i]))
            err = ERR_TOO_BIG;
    mem_free(look.changes);
    return err;
}
