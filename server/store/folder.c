#include "store/folder.h"

#include "base/mem.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool folder_sync(const char *path)
{
    char *folder = mem_text(path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = 0;
    int fd = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    mem_free(folder);
    if (fd < 0)
        return false;
    bool is_synced = fsync(fd) == 0;
    close(fd);
    return is_synced;
}
