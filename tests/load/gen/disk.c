/* disk.c - what one sync of the disk takes, where the servers have their files: 4 KiB appended, fdatasync. */
#include "clock.h"
#include "delays.h"
#include "modes.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { SYNCS = 200, PAGE_BYTES = 4096 };

int mode_disk(const struct options *o)
{
    static struct delays delays;
    static char page[PAGE_BYTES];
    char path[512];
    snprintf(path, sizeof path, "%s/sync-time", o->file);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    bool is_well = fd >= 0;
    for (int i = 0; is_well && i < SYNCS; i++) {
        int64_t begun = now_ns();
        is_well = write(fd, page, sizeof page) == PAGE_BYTES && fdatasync(fd) == 0;
        delays_add(&delays, now_ns() - begun);
    }
    printf("{\"mode\":\"disk\",\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f}\n",
           delays_ms(&delays, 0.5), delays_ms(&delays, 0.95), delays_ms(&delays, 0.99));
    if (fd >= 0)
        close(fd);
    unlink(path);
    return is_well ? 0 : 1;
}
