/* paper_sample FOLDER [PROGRAM] - the sample as sample.html, sample.docx and sample.pdf, made just as the server makes
 * them. Says how long each took. */
#include "export/paper_docx.h"
#include "export/paper_html.h"
#include "export/pdf.h"
#include "paper/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void keep(const char *folder, const char *name, struct bytes content, double began_ms)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(content.data, 1, content.len, file) != content.len ||
        fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    printf("%s: %zu bytes in %.1f ms\n", name, content.len, now_ms() - began_ms);
}

static int make_pdf(struct bytes docx, const char *folder, const char *program)
{
    double began_ms = now_ms();
    struct pdf_job *job = pdf_begin(docx, &(struct pdf_way){program, folder, PDF_SECONDS});
    while (pdf_poll(job) == PDF_RUNNING)
        usleep(10000);
    enum pdf_state state = pdf_poll(job);
    if (state == PDF_DONE)
        keep(folder, "sample.pdf", pdf_result(job), began_ms);
    pdf_free(job);
    return state == PDF_DONE ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    const char *folder = argv[1];
    struct paper paper;
    struct buf html = {0};
    struct buf docx = {0};
    sample_paper(&paper);
    double began_ms = now_ms();
    paper_html(&paper, "paper.css", &html);
    keep(folder, "sample.html", buf_bytes(&html), began_ms);
    began_ms = now_ms();
    if (paper_docx(&paper, &docx) != OK)
        return 1;
    keep(folder, "sample.docx", buf_bytes(&docx), began_ms);
    int status = make_pdf(buf_bytes(&docx), folder, argc > 2 ? argv[2] : PDF_PROGRAM);
    buf_free(&html);
    buf_free(&docx);
    paper_free(&paper);
    return status;
}
