#include "export/zip_file.h"

#include <stdbool.h>
#include <zip.h>

enum { FIRST_DAY_OF_DOS = 1 << 5 | 1 /* 1 January 1980 */, MIDNIGHT = 0, BEST_COMPRESSION = 9 };

/* The archive copies nothing: the content stays where it is until zip_close. */
static bool part_added(zip_t *archive, const struct zip_part *part)
{
    zip_source_t *source = zip_source_buffer(archive, part->content.data, part->content.len, 0);
    if (source == NULL)
        return false;
    zip_int64_t at = zip_file_add(archive, part->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t index = (zip_uint64_t)at;
    return zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, BEST_COMPRESSION) == 0 &&
           zip_file_set_dostime(archive, index, MIDNIGHT, FIRST_DAY_OF_DOS, 0) == 0;
}

/* The archive writes itself into `memory` and lets it go only in part: the caller's hold stays. */
static bool written(const struct zip_part *parts, size_t count, zip_source_t *memory)
{
    zip_t *archive = zip_open_from_source(memory, ZIP_TRUNCATE, NULL);
    if (archive == NULL)
        return false;
    zip_source_keep(memory);
    bool is_whole = true;
    for (size_t i = 0; i < count && is_whole; i++)
        is_whole = part_added(archive, &parts[i]);
    if (is_whole && zip_close(archive) == 0)
        return true;
    zip_discard(archive);
    return false;
}

static bool read_back(zip_source_t *memory, struct buf *out)
{
    zip_stat_t stat;
    if (zip_source_stat(memory, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 ||
        zip_source_open(memory) != 0)
        return false;
    zip_int64_t got = zip_source_read(memory, buf_reserve(out, stat.size), stat.size);
    zip_source_close(memory);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return false;
    out->len += stat.size;
    return true;
}

enum err zip_file_write(const struct zip_part *parts, size_t count, struct buf *out)
{
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (memory == NULL)
        return ERR_IO;
    bool is_done = written(parts, count, memory) && read_back(memory, out);
    zip_source_free(memory);
    return is_done ? OK : ERR_IO;
}
