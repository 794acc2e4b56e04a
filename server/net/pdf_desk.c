#include "net/pdf_desk.h"

#include "base/mem.h"

#include <sodium.h>
#include <string.h>

struct pdf_desk {
    struct pdf_job *job;        /* the newest; NULL: none yet */
    uint8_t key[PDF_KEY_BYTES]; /* of the document it is made of */
    enum pdf_state state;
    bool is_told; /* how it ended */
};

struct pdf_desk *pdf_desk_new(void)
{
    return mem_new(sizeof(struct pdf_desk));
}

void pdf_desk_free(struct pdf_desk *desk)
{
    if (desk == NULL)
        return;
    if (desk->job != NULL)
        pdf_free(desk->job);
    mem_free(desk);
}

void pdf_desk_tick(struct pdf_desk *desk)
{
    if (desk->job != NULL && desk->state == PDF_RUNNING)
        desk->state = pdf_poll(desk->job);
}

static void job_begin(struct pdf_desk *desk, struct bytes docx, const uint8_t key[PDF_KEY_BYTES])
{
    if (desk->job != NULL)
        pdf_free(desk->job);
    memcpy(desk->key, key, PDF_KEY_BYTES);
    desk->job = pdf_begin(docx, &(struct pdf_way){PDF_PROGRAM, "/tmp", PDF_SECONDS});
    desk->state = pdf_poll(desk->job);
    desk->is_told = false;
}

bool pdf_desk_has(const struct pdf_desk *desk, const uint8_t key[PDF_KEY_BYTES])
{
    return desk->job != NULL && memcmp(key, desk->key, PDF_KEY_BYTES) == 0;
}

enum pdf_state pdf_desk_see(struct pdf_desk *desk, struct bytes *pdf)
{
    if (desk->state == PDF_DONE)
        *pdf = pdf_result(desk->job);
    desk->is_told |= desk->state != PDF_RUNNING;
    return desk->state;
}

enum pdf_state pdf_desk_ask(struct pdf_desk *desk, struct bytes docx, uint8_t key[PDF_KEY_BYTES],
                            struct bytes *pdf)
{
    crypto_generichash(key, PDF_KEY_BYTES, docx.data, docx.len, NULL, 0);
    bool is_running = desk->job != NULL && desk->state == PDF_RUNNING;
    bool is_this = pdf_desk_has(desk, key);
    if (is_running && !is_this)
        return PDF_RUNNING;
    /* What went wrong, and was told, may go right the next time. */
    if (!is_this || (desk->is_told && desk->state != PDF_DONE))
        job_begin(desk, docx, key);
    return pdf_desk_see(desk, pdf);
}
