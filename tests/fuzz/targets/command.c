/* command.c - fuzz target: what people say to a real hall (server/live), in JSON. Feeds: a digit, how far the day has
 * come (command/stages.h); then lines, one step each:
 *   a..k and a text frame   by the socket of one of eleven people      A..K and a body   the same by POST
 *   ~ and a letter, channel, field, words   a text is changed      # and a letter, hex   a binary frame
 *   + ms   time passes      ! the disk takes nothing      = it does again      - and a letter: a socket closes
 * Checks, after each step: a frame has exactly one answer, or its sender is told why and dismissed, and nobody else is;
 * a refusal has a known code and changes nothing; the same again is answered the same and nothing happens. What is taken
 * was JSON without doubt, and written again it is what came. An event on disk is written again as the same bytes; the
 * A text changes by what is said to be saved, and by nothing else. The
 * events that are told make the same day as the hall has. An answer is small. At the end, a second hall from the log has
 * the same day and texts, and knows the same answers. */
#include "fuzz/command/play.h"
#include "fuzz/command/stages.h"
#include "fuzz/fuzz.h"

#include <sodium.h>
#include <stdlib.h>

enum { STEPS_MAX = 40, DAY_MS = 24 * 3600 * 1000 };

/* Client ids are drawn: the same input draws the same. */
static uint32_t drawn;

static const char *draw_name(void)
{
    return "counted";
}

static uint32_t draw(void)
{
    return drawn = drawn * 1664525U + 1013904223U;
}

static void draw_many(void *out, const size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)out)[i] = (uint8_t)(draw() >> 24);
}

static struct randombytes_implementation counted = {
    .implementation_name = draw_name, .random = draw, .buf = draw_many};

static struct bytes line_of(struct bytes *input)
{
    const uint8_t *end = input->len > 0 ? memchr(input->data, '\n', input->len) : NULL;
    struct bytes line = take(input, end ? (size_t)(end - input->data) : input->len);
    take(input, 1);
    return line;
}

static int64_t number_of(struct bytes text)
{
    char digits[16] = {0};
    memcpy(digits, text.data, text.len < 15 ? text.len : 15);
    int64_t number = strtoll(digits, NULL, 10);
    return number > -DAY_MS && number < DAY_MS ? number : DAY_MS;
}

static void step(struct play *play, struct bytes line)
{
    uint8_t what = take_u8(&line);
    if (what >= 'A' && what < 'A' + PEOPLE)
        play_posts(play, what - 'A', line);
    else if (what == '~' || what == '#')
        (what == '~' ? play_writes : play_sends)(play, (take_u8(&line) - 'a' + 256U) % PEOPLE,
                                                 line);
    else if (what == '+')
        play_time_passes(play, line.len > 0 ? number_of(line) : 0);
    else if (what == '!' || what == '=')
        play_disk_is(play, what == '=');
    else if (what == '-')
        play_leaves(play, take_u8(&line) % PEOPLE);
    else
        play_says(play, (what - 'a' + 256U) % PEOPLE, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    drawn = 1;
    randombytes_set_implementation(&counted);
    struct play *play = play_begin(stage_of(take_u8(&input)));
    line_of(&input);
    for (int i = 0; i < STEPS_MAX && input.len > 0; i++)
        step(play, line_of(&input));
    play_end(play);
    return 0;
}
