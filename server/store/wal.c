#include "store/wal.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

enum { BLOCK_BYTES = 64 * 1024 };

static bool rewrite(int fd)
{
    uint8_t *block = mem_new(BLOCK_BYTES);
    off_t at = 0;
    ssize_t len;
    while ((len = pread(fd, block, BLOCK_BYTES, at)) > 0 &&
           pwrite(fd, block, (size_t)len, at) == len)
        at += len;
    mem_free(block);
    return len == 0 && fsync(fd) == 0;
}

enum err wal_rewrite(const char *path_of_database)
{
    struct buf name = {0};
    buf_format(&name, "%s-wal", path_of_database);
    int fd = open(buf_c_string(&name), O_RDWR | O_CLOEXEC);
    bool is_there = fd >= 0 || errno != ENOENT;
    bool is_done = fd >= 0 && rewrite(fd);
    if (fd >= 0)
        close(fd);
    buf_free(&name);
    return is_done || !is_there ? OK : ERR_IO;
}
