/* store_disk.c - a disk that can fail and lose power, under a real process: preload it
 * (LD_PRELOAD).
 *
 * For every file whose name begins with DISK_FILE (but no shared memory) an image `<file>.disk`
 * holds what a power cut would leave: a write is remembered, and only a sync that succeeds moves it
 * there. A sync that fails forgets what was written since the last one, as Linux does (the pages
 * are called clean), so a second sync that succeeds brings nothing. The files themselves look as
 * they always do: the page cache.
 *
 *   DISK_FAIL   sync, write, truncate or open: which calls fail with EIO
 *   DISK_FROM   the first such call that fails, counted from 1
 *   DISK_COUNT  how many fail; then the disk is well again
 *   DISK_LIES   set: syncs of the write-ahead log succeed without doing anything
 * Each failure writes a line "f" to stdout. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int fdatasync(int fd);
int fsync(int fd);
ssize_t pwrite(int fd, const void *data, size_t len, off_t at);
ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at);
int ftruncate(int fd, off_t len);
int ftruncate64(int fd, off64_t len);
int open(const char *path, int flags, ...);
int open64(const char *path, int flags, ...);

enum { MOST_WRITES = 65536, MOST_FILES = 4, COPY_BYTES = 65536 };

struct file {
    char path[200];
    struct write {
        off_t at;
        off_t len;
    } writes[MOST_WRITES]; /* since the last sync */
    int count;
};

static struct file files[MOST_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long calls;

static void give_up(const char *what)
{
    fprintf(stderr, "store_disk: %s: %s\n", what, strerror(errno));
    abort();
}

#define REAL(name) (__extension__(__typeof__(&(name))) dlsym(RTLD_NEXT, #name))

static bool is_watched(const char *path)
{
    const char *prefix = getenv("DISK_FILE");
    size_t len = strlen(path);
    return prefix != NULL && strncmp(path, prefix, strlen(prefix)) == 0 &&
           !(len > 4 && strcmp(path + len - 4, "-shm") == 0) && strstr(path, ".disk") == NULL;
}

static bool fails(const char *call)
{
    const char *which = getenv("DISK_FAIL");
    if (which == NULL || strcmp(which, call) != 0)
        return false;
    pthread_mutex_lock(&lock);
    long number = ++calls;
    pthread_mutex_unlock(&lock);
    long from = atol(getenv("DISK_FROM"));
    if (number < from || number >= from + atol(getenv("DISK_COUNT")))
        return false;
    if (write(STDOUT_FILENO, "f\n", 2) != 2)
        give_up("stdout");
    errno = EIO;
    return true;
}

static int image_open(const struct file *file, const char *suffix)
{
    char path[220];
    snprintf(path, sizeof path, "%s%s", file->path, suffix);
    int fd = REAL(open)(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        give_up(path);
    return fd;
}

static void copy(int from, int to, off_t at, off_t len)
{
    static char block[COPY_BYTES];
    while (len > 0) {
        ssize_t got = pread(from, block, len < COPY_BYTES ? (size_t)len : COPY_BYTES, at);
        if (got <= 0)
            return; /* cut off since */
        if (REAL(pwrite)(to, block, (size_t)got, at) != got)
            give_up("image");
        at += got;
        len -= got;
    }
}

static off_t size_of(int fd)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        give_up("fstat");
    return about.st_size;
}

/* What the file holds before its first write counts as on the disk. */
static void image_begin(const struct file *file, int fd)
{
    char begun[220];
    char path[220];
    int image = image_open(file, ".disk.new");
    copy(fd, image, 0, size_of(fd));
    close(image);
    snprintf(begun, sizeof begun, "%s.disk.new", file->path);
    snprintf(path, sizeof path, "%s.disk", file->path);
    if (rename(begun, path) != 0) /* whole or not at all, whenever we are killed */
        give_up(path);
}

/* Call with the lock held. NULL: not watched. */
static struct file *file_of(int fd)
{
    char link[40];
    char path[200];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return NULL;
    path[len] = 0;
    if (!is_watched(path))
        return NULL;
    int i = 0;
    while (i < MOST_FILES && files[i].path[0] != 0 && strcmp(files[i].path, path) != 0)
        i++;
    if (i == MOST_FILES)
        give_up("too many files");
    struct file *file = &files[i];
    if (file->path[0] == 0) {
        strcpy(file->path, path);
        image_begin(file, fd);
    }
    return file;
}

static void image_sync(struct file *file, int fd)
{
    int image = image_open(file, ".disk");
    for (int i = 0; i < file->count; i++)
        copy(fd, image, file->writes[i].at, file->writes[i].len);
    if (REAL(ftruncate)(image, size_of(fd)) != 0)
        give_up("image");
    close(image);
}

static int sync_any(int fd, int (*real)(int))
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    pthread_mutex_unlock(&lock);
    if (file == NULL)
        return real(fd);
    bool is_failing = fails("sync");
    bool is_lie = getenv("DISK_LIES") != NULL && strstr(file->path, "-wal") != NULL;
    pthread_mutex_lock(&lock);
    if (!is_failing && !is_lie)
        image_sync(file, fd);
    if (!is_lie)
        file->count = 0;
    pthread_mutex_unlock(&lock);
    return is_failing ? -1 : 0;
}

int fdatasync(int fd)
{
    return sync_any(fd, REAL(fdatasync));
}

int fsync(int fd)
{
    return sync_any(fd, REAL(fsync));
}

static ssize_t write_any(int fd, const void *data, size_t len, off64_t at)
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    if (file != NULL && getenv("DISK_LIES") == NULL) {
        if (file->count == MOST_WRITES)
            give_up("too many writes without a sync");
        file->writes[file->count].at = at;
        file->writes[file->count].len = (off_t)len;
        file->count++;
    }
    pthread_mutex_unlock(&lock);
    if (file != NULL && fails("write"))
        return -1;
    return REAL(pwrite64)(fd, data, len, at);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
    return write_any(fd, data, len, at);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
    return write_any(fd, data, len, at);
}

static int truncate_any(int fd, off64_t len)
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    pthread_mutex_unlock(&lock);
    if (file != NULL && fails("truncate"))
        return -1;
    return REAL(ftruncate64)(fd, len);
}

int ftruncate(int fd, off_t len)
{
    return truncate_any(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
    return truncate_any(fd, len);
}

static int open_any(const char *path, int flags, va_list args)
{
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0)
        mode = va_arg(args, mode_t);
    if (is_watched(path) && fails("open"))
        return -1;
    return REAL(open64)(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int fd = open_any(path, flags, args);
    va_end(args);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int fd = open_any(path, flags, args);
    va_end(args);
    return fd;
}
