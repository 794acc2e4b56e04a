/* pdf.h - a PDF, tagged for those who listen, made out of a DOCX by LibreOffice: another process, which nobody waits for.
 * Each job has a folder of its own for everything LibreOffice writes, no open file or variable of ours, and limits for
 * time, processor, memory and the size of files. About 1 s and 220 MB each: how many at a time is the caller's.
 * Thread: loop. */
#ifndef SOPU_EXPORT_PDF_H
#define SOPU_EXPORT_PDF_H

#include "base/bytes.h"

#define PDF_PROGRAM "soffice"
enum { PDF_SECONDS = 60 };

enum pdf_state {
    PDF_RUNNING,
    PDF_DONE,
    PDF_FAILED,        /* it ended without a PDF, or took too long; the log says which */
    PDF_NOT_INSTALLED, /* there is no such program */
};

struct pdf_way {
    const char *program;     /* PDF_PROGRAM, or a path with a slash */
    const char *work_folder; /* "/tmp": where the job makes its folder */
    int seconds;             /* PDF_SECONDS: then it is killed */
};

struct pdf_job;

/* Never NULL. Everything is borrowed for the call. */
struct pdf_job *pdf_begin(struct bytes docx, const struct pdf_way *way);
/* Asked now and then (every 50 ms, say) until it is no longer PDF_RUNNING. Waits for nothing. */
enum pdf_state pdf_poll(struct pdf_job *job);
/* When it is PDF_DONE; borrowed until pdf_free. */
struct bytes pdf_result(const struct pdf_job *job);
/* Whatever still runs is killed, which takes a moment (so does pdf_poll at the end of its time), and the folder is gone. */
void pdf_free(struct pdf_job *job);

#endif
