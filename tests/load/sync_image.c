/* sync_image.c - what a power cut would leave of a server's files, whoever wrote it: preload it (LD_PRELOAD).
 *
 * After every sync that succeeds the whole file is copied to `<file>.synced`; renaming and removing take the copy
 * along, as if the folder were always on disk. So what the copies hold is the most that would be left: a file without
 * one would be empty. For files below the folder SYNC_IMAGE. (tests/fault/store_disk.c is stricter, for our own.) */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 512, COPY_BYTES = 65536 };

int fsync(int fd);
int fdatasync(int fd);
int rename(const char *from, const char *to);
int unlink(const char *path);

#define REAL(name) (__extension__(__typeof__(&(name))) dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_watched(const char *path)
{
    const char *folder = getenv("SYNC_IMAGE");
    return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static void copy(const char *path, const char *to)
{
    static char bytes[COPY_BYTES];
    int in = open(path, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t got;
    while (in >= 0 && out >= 0 && (got = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, (size_t)got) != got)
            abort();
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
}

/* The copy is made beside and put in place at once: the process may be killed at any moment. */
static void keep(int fd)
{
    char link[64];
    char path[PATH_BYTES];
    char made[PATH_BYTES + 16];
    char image[PATH_BYTES + 16];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len <= 0)
        return;
    path[len] = 0;
    if (!is_watched(path))
        return;
    snprintf(made, sizeof made, "%s.syncing", path);
    snprintf(image, sizeof image, "%s.synced", path);
    pthread_mutex_lock(&lock);
    copy(path, made);
    REAL(rename)(made, image);
    pthread_mutex_unlock(&lock);
}

int fsync(int fd)
{
    int result = REAL(fsync)(fd);
    if (result == 0)
        keep(fd);
    return result;
}

int fdatasync(int fd)
{
    int result = REAL(fdatasync)(fd);
    if (result == 0)
        keep(fd);
    return result;
}

int rename(const char *from, const char *to)
{
    char image_from[PATH_BYTES + 16];
    char image_to[PATH_BYTES + 16];
    int result = REAL(rename)(from, to);
    snprintf(image_from, sizeof image_from, "%s.synced", from);
    snprintf(image_to, sizeof image_to, "%s.synced", to);
    if (result == 0 && is_watched(from) && REAL(rename)(image_from, image_to) != 0)
        REAL(unlink)(image_to);
    return result;
}

int unlink(const char *path)
{
    char image[PATH_BYTES + 16];
    int result = REAL(unlink)(path);
    snprintf(image, sizeof image, "%s.synced", path);
    if (result == 0 && is_watched(path))
        REAL(unlink)(image);
    return result;
}
