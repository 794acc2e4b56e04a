/* bucket.h - how often something may be tried: a bucket that fills with time and that each try takes from. Thread: loop. */
#ifndef SOPU_NET_BUCKET_H
#define SOPU_NET_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct bucket {
    double left;
    int64_t at_ms;
};

/* Brings it up to now_ms, which may jump backwards: then it gets nothing. */
static inline void bucket_fill(struct bucket *bucket, double size, double per_s, int64_t now_ms)
{
    if (now_ms > bucket->at_ms)
        bucket->left += per_s * (double)(now_ms - bucket->at_ms) / 1000;
    if (bucket->left > size)
        bucket->left = size;
    bucket->at_ms = now_ms;
}

/* Takes one, if there is one. */
static inline bool bucket_take(struct bucket *bucket, double size, double per_s, int64_t now_ms)
{
    bucket_fill(bucket, size, per_s, now_ms);
    if (bucket->left < 1)
        return false;
    bucket->left -= 1;
    return true;
}

#endif
