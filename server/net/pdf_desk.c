#include "net/pdf_desk.h"

#include "base/mem.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

enum { KEY_BYTES = 32 };

struct pdf_desk {
    struct pdf_job *job;    /* the newest; NULL: none yet */
    uint8_t key[KEY_BYTES]; /* of the document it is made of */
    enum pdf_state state;
};

struct pdf_desk *pdf_desk_new(void)
{
    return mem_new(sizeof(struct pdf_desk));
}

static void job_drop(struct pdf_desk *desk)
{
    if (desk->job != NULL)
        pdf_free(desk->job);
    desk->job = NULL;
}

void pdf_desk_free(struct pdf_desk *desk)
{
    if (desk == NULL)
        return;
    job_drop(desk);
    mem_free(desk);
}

void pdf_desk_tick(struct pdf_desk *desk)
{
    if (desk->job != NULL && desk->state == PDF_RUNNING)
        desk->state = pdf_poll(desk->job);
}

static void job_begin(struct pdf_desk *desk, struct bytes docx, const uint8_t key[KEY_BYTES])
{
    job_drop(desk);
    memcpy(desk->key, key, KEY_BYTES);
    desk->job = pdf_begin(docx, &(struct pdf_way){PDF_PROGRAM, "/tmp", PDF_SECONDS});
    desk->state = pdf_poll(desk->job);
}

enum pdf_state pdf_desk_ask(struct pdf_desk *desk, struct bytes docx, struct bytes *pdf)
{
    uint8_t key[KEY_BYTES];
    crypto_generichash(key, sizeof key, docx.data, docx.len, NULL, 0);
    pdf_desk_tick(desk);
    bool is_this = desk->job != NULL && memcmp(key, desk->key, KEY_BYTES) == 0;
    /* What went wrong may go right the next time; what is being made for another is waited for. */
    if (!is_this && (desk->job == NULL || desk->state != PDF_RUNNING))
        job_begin(desk, docx, key);
    else if (!is_this)
        return PDF_RUNNING;
    enum pdf_state state = desk->state;
    if (state == PDF_DONE)
        *pdf = pdf_result(desk->job);
    if (state == PDF_FAILED || state == PDF_NOT_INSTALLED)
        job_drop(desk);
    return state;
}
