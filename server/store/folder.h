/* folder.h - the folder that a file is in. Thread: any. */
#ifndef SOPU_STORE_FOLDER_H
#define SOPU_STORE_FOLDER_H

#include <stdbool.h>

/* The folder of this file to the disk: only then is a new name in it there to stay, and one that was taken away gone for good.
 * False: the disk refuses. */
bool folder_sync(const char *path);

#endif
