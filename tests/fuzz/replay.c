/* replay.c - a fuzz target without libFuzzer: runs it on every file of the folders named, so that
 * what was found once is tried again wherever the unit tests run, with their compiler and
 * sanitizers. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned replayed;

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    struct buf input = {0};
    size_t got;
    do {
        got = fread(buf_reserve(&input, 4096), 1, 4096, file);
        input.len += got;
    } while (got > 0);
    fclose(file);
    fprintf(stderr, "replay %s\n", path);
    LLVMFuzzerTestOneInput(input.data, input.len);
    replayed++;
    buf_free(&input);
}

static void replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return; /* nothing was found there so far */
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            replay(path);
    }
    closedir(dir);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay_folder(argv[i]);
    printf("%s: %u findings of old replayed\n", argv[0], replayed);
    return 0;
}
