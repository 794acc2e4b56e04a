#include "export/pdf.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "export/pdf_child.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PATHS "/usr/local/bin:/usr/bin:/bin"
/* What PDF/UA asks for: structure, a title in the window, headings as bookmarks, all fonts inside. */
#define FILTER                                                                                     \
    "pdf:writer_pdf_Export:{"                                                                      \
    "\"PDFUACompliance\":{\"type\":\"boolean\",\"value\":\"true\"},"                               \
    "\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"},"                                  \
    "\"ExportBookmarks\":{\"type\":\"boolean\",\"value\":\"true\"}}"

enum { PDF_BYTES = 64 << 20, REMOVALS = 5 };

struct pdf_job {
    enum pdf_state state;
    char *folder; /* NULL: it has none */
    pid_t child;  /* 0: none runs */
    int64_t deadline_ms;
    struct buf pdf;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- the folder --- */

static char *path_in(const char *folder, const char *name)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s", folder, name);
    char *text = mem_text(buf_c_string(&path));
    buf_free(&path);
    return text;
}

static char *folder_new(const char *work_folder)
{
    char *folder = path_in(work_folder, "sopu-pdf-XXXXXX");
    if (mkdtemp(folder) != NULL)
        return folder;
    mem_free(folder);
    return NULL;
}

static int removed(const char *path, const struct stat *stat, int kind, struct FTW *place)
{
    (void)stat;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

/* More than once: a process that is being killed may be writing its last file. */
static void folder_remove(struct pdf_job *job)
{
    if (job->folder == NULL)
        return;
    for (int i = 0; i < REMOVALS && access(job->folder, F_OK) == 0; i++)
        nftw(job->folder, removed, 16, FTW_DEPTH | FTW_PHYS);
    mem_free(job->folder);
    job->folder = NULL;
}

static bool file_written(const char *path, struct bytes content)
{
    FILE *file = fopen(path, "wbxe");
    if (file == NULL)
        return false;
    bool is_whole = fwrite(content.data, 1, content.len, file) == content.len;
    return fclose(file) == 0 && is_whole;
}

static bool file_read(const char *path, struct buf *content)
{
    enum { PIECE = 1 << 16 };
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return false;
    size_t len;
    do {
        len = fread(buf_reserve(content, PIECE), 1, PIECE, file);
        content->len += len;
    } while (len > 0 && content->len <= PDF_BYTES);
    bool is_whole = !ferror(file) && content->len <= PDF_BYTES;
    fclose(file);
    return is_whole && content->len > 5 && memcmp(content->data, "%PDF-", 5) == 0;
}

/* --- the program --- */

/* Its whole path, or NULL: there is none. */
static char *program_found(const char *program)
{
    if (strchr(program, '/') != NULL)
        return access(program, X_OK) == 0 ? mem_text(program) : NULL;
    for (const char *folder = PATHS; folder[0] != '\0';) {
        size_t len = strcspn(folder, ":");
        char *name = mem_text_n(folder, len);
        char *path = path_in(name, program);
        mem_free(name);
        if (access(path, X_OK) == 0)
            return path;
        mem_free(path);
        folder += len + (folder[len] == ':');
    }
    return NULL;
}

/* A profile of its own, so that no other LibreOffice of the machine is in its way: "-env:UserInstallation=file://..." */
static char *profile_of(const char *folder)
{
    struct buf text = {0};
    buf_text(&text, "-env:UserInstallation=file://");
    for (const char *c = folder; *c != '\0'; c++)
        buf_format(&text, *c == '%' || *c == ' ' || *c == '#' || *c == '?' ? "%%%02X" : "%c", *c);
    buf_text(&text, "/profile");
    char *profile = mem_text(buf_c_string(&text));
    buf_free(&text);
    return profile;
}

static char *setting(const char *name, const char *value)
{
    struct buf text = {0};
    buf_format(&text, "%s=%s", name, value);
    char *copy = mem_text(buf_c_string(&text));
    buf_free(&text);
    return copy;
}

static pid_t program_started(const char *program, const char *folder, int seconds)
{
    char filter[] = FILTER;
    char *profile = profile_of(folder);
    char *path = setting("PATH", PATHS);
    char *home = setting("HOME", folder);
    char *temporary = setting("TMPDIR", folder);
    char *const arguments[] = {"soffice",       profile,       "--headless", "--norestore",
                               "--nolockcheck", "--nodefault", "--nologo",   "--convert-to",
                               filter,          "paper.docx",  NULL};
    char *const environment[] = {path, home, temporary, "LANG=C.UTF-8", NULL};
    pid_t child =
        child_start(&(struct child_wish){program, arguments, environment, folder, seconds});
    mem_free(profile);
    mem_free(path);
    mem_free(home);
    mem_free(temporary);
    return child;
}

/* --- the job --- */

static enum pdf_state ended(struct pdf_job *job, enum pdf_state state, const char *why)
{
    if (state == PDF_FAILED)
        log_warn("pdf_failed", "why=%s", why);
    job->state = state;
    folder_remove(job);
    return state;
}

static enum pdf_state begun(struct pdf_job *job, struct bytes docx, const char *program,
                            int seconds)
{
    char *path = path_in(job->folder, "paper.docx");
    bool is_written = file_written(path, docx);
    mem_free(path);
    if (!is_written)
        return ended(job, PDF_FAILED, "disk");
    job->deadline_ms = now_ms() + (int64_t)seconds * 1000;
    pid_t child = program_started(program, job->folder, seconds);
    if (child < 0)
        return ended(job, PDF_FAILED, "fork");
    job->child = child;
    return PDF_RUNNING;
}

struct pdf_job *pdf_begin(struct bytes docx, const struct pdf_way *way)
{
    struct pdf_job *job = mem_new(sizeof *job);
    char *program = program_found(way->program);
    if (program == NULL) {
        job->state = PDF_NOT_INSTALLED;
        return job;
    }
    job->folder = folder_new(way->work_folder);
    job->state = job->folder == NULL ? ended(job, PDF_FAILED, "folder")
                                     : begun(job, docx, program, way->seconds);
    mem_free(program);
    return job;
}

/* It says that all is well even where it made nothing: the file tells. */
static enum pdf_state collected(struct pdf_job *job, bool is_well)
{
    job->child = 0;
    char *path = path_in(job->folder, "paper.pdf");
    bool is_made = is_well && file_read(path, &job->pdf);
    mem_free(path);
    return ended(job, is_made ? PDF_DONE : PDF_FAILED, "no_file");
}

static void stopped(struct pdf_job *job)
{
    if (job->child == 0)
        return;
    child_kill(job->child);
    job->child = 0;
}

enum pdf_state pdf_poll(struct pdf_job *job)
{
    bool is_well;
    if (job->state != PDF_RUNNING)
        return job->state;
    if (child_has_ended(job->child, &is_well))
        return collected(job, is_well);
    if (now_ms() < job->deadline_ms)
        return PDF_RUNNING;
    stopped(job);
    return ended(job, PDF_FAILED, "time");
}

struct bytes pdf_result(const struct pdf_job *job)
{
    return buf_bytes(&job->pdf);
}

void pdf_free(struct pdf_job *job)
{
    stopped(job);
    folder_remove(job);
    buf_free(&job->pdf);
    mem_free(job);
}
