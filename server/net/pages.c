#include "net/pages.h"

#include "base/mem.h"
#include "web_files.h"

#include <sodium.h>
#include <stdio.h>

struct named_page {
    const char *name; /* "assets/app-1a2b.js" */
    struct page page;
};

struct pages {
    struct named_page *all;
    size_t count;
};

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static const char *type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ends_with(name, types[i].end))
            return types[i].type;
    return "application/octet-stream";
}

static const struct embedded *file_find(const char *name)
{
    for (const struct embedded *file = web_files; file->name != NULL; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

static void page_fill(struct page *page, const struct embedded *file)
{
    page->type = type_of(file->name);
    page->plain = embedded_bytes(file);
    page->is_html = ends_with(file->name, ".html");
    page->is_immutable = strncmp(file->name, "assets/", 7) == 0;

    uint8_t hash[16];
    char hex[sizeof hash * 2 + 1];
    crypto_generichash(hash, sizeof hash, file->data, file->len, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(page->etag, ETAG_SIZE, "\"%s\"", hex);
    snprintf(page->etag_gzip, ETAG_SIZE, "\"%s-gz\"", hex);

    char twin[256];
    int len = snprintf(twin, sizeof twin, "%s.gz", file->name);
    const struct embedded *gzip = len < (int)sizeof twin ? file_find(twin) : NULL;
    if (gzip != NULL)
        page->gzip = embedded_bytes(gzip);
}

struct pages *pages_new(void)
{
    struct pages *pages = mem_new(sizeof *pages);
    for (const struct embedded *file = web_files; file->name != NULL; file++) {
        if (ends_with(file->name, ".gz"))
            continue;
        pages->all = mem_grow(pages->all, pages->count + 1, sizeof *pages->all);
        struct named_page *named = &pages->all[pages->count++];
        *named = (struct named_page){.name = file->name};
        page_fill(&named->page, file);
    }
    return pages;
}

void pages_free(struct pages *pages)
{
    if (pages == NULL)
        return;
    mem_free(pages->all);
    mem_free(pages);
}

const struct page *pages_find(const struct pages *pages, const char *path)
{
    bool is_screen = strcmp(path, "/") == 0 || strcmp(path, "/l") == 0 ||
                     strcmp(path, "/aula") == 0 || strncmp(path, "/p/", 3) == 0;
    const char *name = is_screen ? "index.html" : path + (path[0] == '/');
    for (size_t i = 0; i < pages->count; i++)
        if (strcmp(pages->all[i].name, name) == 0)
            return &pages->all[i].page;
    return NULL;
}
